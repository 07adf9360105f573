"""A command that cannot do its work says why in one French sentence and exits with 1."""


class CommandRefused(Exception):
    """The command cannot be carried out; its text is the sentence that the person reads."""
