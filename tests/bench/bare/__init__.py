"""The measure: a small Django site as its tutorial teaches it. One list page, one form of eight scores."""
