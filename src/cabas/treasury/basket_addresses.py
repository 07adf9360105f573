"""From an order on an account, one tap leads to its basket: what an amount is made of."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from cabas.groups.models import Group
from cabas.groups.rights import Right

ANY = 999_999_999  # stands for a number while the address is looked up, once for all lines


@dataclass(frozen=True)
class BasketAddresses:
    """The parts of an address, between which the number of the distribution goes, then that of the basket."""

    parts: list[str]

    def of(self, basket: tuple[int, int]) -> str:
        distribution, number = basket
        before, between, *after = self.parts
        return f"{before}{distribution}{between}" + (f"{number}{after[0]}" if after else "")


def basket_addresses(group: Group, member: int, rights: Collection[Right]) -> BasketAddresses | None:
    """Where who has these rights sees the baskets of this member; None where nowhere."""
    names = {"slug": group.slug, "number": ANY}
    if Right.ORDER_FOR_MEMBERS in rights:
        address = reverse("distributions:member_basket", kwargs={**names, "member": member})
    elif Right.SERVE in rights:
        address = reverse("stand:basket", kwargs={**names, "basket": ANY})
    else:
        return None
    return BasketAddresses(address.split(str(ANY)))
