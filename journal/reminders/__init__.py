"""Reminders of a day that is not logged yet: a calendar to subscribe to, and mail. Neither says what of."""
