"""The record as a file: read, compared, saved and written. docs/journal-json.md describes the format."""
