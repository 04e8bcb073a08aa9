"""Django's PostgreSQL backend with a client that gives up on a server that does not answer."""
