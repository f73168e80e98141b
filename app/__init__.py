"""The ASGI application, settings, authentication, limits and the command line."""
