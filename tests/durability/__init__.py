"""What was acknowledged is there, whatever is killed."""
