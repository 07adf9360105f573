"""Who calls or writes is found by their phone, however its digits are grouped, or by their e-mail, whole or in part."""

from collections.abc import Callable

from cabas.people.phones import digits

DIGITS_MIN = 4  # of a phone; fewer are the number of a member

Reached = Callable[[str | None, str], bool]


def reached_by(sought: str) -> Reached | None:
    """Whether this is, or is a part of, the e-mail or the phone of somebody; None where it looks like neither."""
    if "@" in sought:
        address = sought.casefold()
        return lambda email, _phone: address in (email or "").casefold()
    called = _called(sought)
    if len(called) < DIGITS_MIN or any(character.isalpha() for character in sought):
        return None
    return lambda _email, phone: called in _called(phone)


def _called(phone: str) -> str:
    """« 0612345678 »; of a foreign phone the digits from the code of its country on."""
    return digits(phone).removeprefix("00")
