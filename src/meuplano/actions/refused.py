"""What finance or the owner asked for is refused, and nothing was written."""


class Refused(ValueError):
    """`reason` is a code that a door puts into words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
