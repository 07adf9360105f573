"""What the ledger refuses, it refuses by name."""


class LedgerRefusal(Exception):
    """The ledger did nothing, and says why. Its text may be shown to a person."""
