"""What is true and what follows from it: pure Python, no I/O, no clock, no framework."""
