"""Every group keeps the same accounts, with codes of the French plan for associations (règlement ANC 2018-06)."""

from enum import StrEnum


class Kind(StrEnum):
    """What an account of a group's book is for. The ledger stores the word and does not know what it means."""

    MEMBER = "member"
    VENDOR = "vendor"
    ORDERS_IN_PROGRESS = "orders in progress"
    CHEQUES_IN_HAND = "cheques in hand"
    BANK = "bank"
    TERMINAL = "terminal"
    ONLINE_PROVIDER = "online provider"
    CASH = "cash"
    FEES = "fees"
    PROVIDER_CHARGES = "provider charges"
    DIFFERENCES = "differences"
    CASH_DIFFERENCES = "cash differences"
    OPENING_BALANCES = "opening balances"
    RETURN_FEES = "return fees"
    GIFTS = "gifts"
    MEMBERSHIP_FEES = "membership fees"


# The accounts a group has from its first day; members and vendors get theirs when they come.
STANDING_ACCOUNTS = (
    (Kind.ORDERS_IN_PROGRESS, "4191"),
    (Kind.CHEQUES_IN_HAND, "5112"),
    (Kind.TERMINAL, "5115"),
    (Kind.BANK, "512"),
    (Kind.ONLINE_PROVIDER, "517"),
    (Kind.CASH, "530"),
    (Kind.PROVIDER_CHARGES, "627"),
    (Kind.DIFFERENCES, "658"),
    (Kind.CASH_DIFFERENCES, "6588"),
    (Kind.FEES, "708"),
    (Kind.RETURN_FEES, "7088"),
    (Kind.GIFTS, "7541"),
    (Kind.MEMBERSHIP_FEES, "756"),
    (Kind.OPENING_BALANCES, "890"),
)


def member_code(number: int) -> str:
    """Code of the account of a member, by the member's number in the group: 411 and five digits."""
    return f"411{number:05d}"


def vendor_code(number: int) -> str:
    """Code of the account of a vendor, by the vendor's number in the group: 401 and five digits."""
    return f"401{number:05d}"
