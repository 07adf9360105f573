"""From an account, « Soldes » leads back to the list as it was filtered: the browser keeps the filters while open."""

from urllib.parse import parse_qsl

from django.urls import reverse

from cabas.groups.models import Group
from cabas.treasury.filters import Filters

COOKIE = "soldes"


def balances_address(group: Group, kept: str = "") -> str:
    """The list of balances; `kept` by a browser, it is read as carefully as any address."""
    address, filters = reverse("treasury:balances", kwargs={"slug": group.slug}), Filters.of(dict(parse_qsl(kept)))
    return address + (filters.query if filters.said else "")
