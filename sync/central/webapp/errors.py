"""What can go wrong while the bundle is built."""


class CannotBuild(Exception):
    """The bundle cannot be made from what is installed; the message says what to do."""
