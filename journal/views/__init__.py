"""The journal's pages, one module a page."""
