"""Simulated truth: how often each rule says "changed" when it is known what changed. `make calibrate` writes the page."""
