"""The rules that look back over days: from what was recorded to what is worth telling, once an episode. Pure.

The words are in red_flags.py under the same slugs. A rule sees days, never rows: every boundary is tested.
"""
