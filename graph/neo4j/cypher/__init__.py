"""Every statement, as constants by noun, named after the method that uses them. Never put together at run time."""
