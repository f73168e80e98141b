"""The application: HTTP, authentication, the command line."""
