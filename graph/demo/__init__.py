"""Demo data: made up, labelled so, and the same on every machine for the same day."""
