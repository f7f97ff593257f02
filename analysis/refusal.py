"""What is raised when something asked for cannot be done."""


class RefusalError(Exception):
    """Something asked for cannot be done; the message says what, where, and what can."""
