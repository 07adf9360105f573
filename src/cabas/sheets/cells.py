"""A text leaves in a sheet as text: no spreadsheet may take it for a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PROTECTION = "'"


def protect(text: str) -> str:
    """The text to write in a cell: an apostrophe first when it would start a formula. For texts, not for numbers."""
    return PROTECTION + text if text.startswith(FORMULA_STARTS) else text


def unprotect(text: str) -> str:
    """The text as it was before `protect`: what we exported comes back as it left."""
    return text[1:] if text.startswith(PROTECTION) and text[1:].startswith(FORMULA_STARTS) else text
