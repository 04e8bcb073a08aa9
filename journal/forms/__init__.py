"""Forms validate and convert what a patient types; labels and help live here."""
