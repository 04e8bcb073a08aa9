"""Django's SQLite backend, in which those who wait for the write lock all get their turn."""
