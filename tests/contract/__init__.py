"""One suite for every store: it sees the port alone."""
