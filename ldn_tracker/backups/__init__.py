"""Write the whole database to one sealed file, and bring such a file into an empty database."""
