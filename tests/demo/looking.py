"""What there is to see in the demonstration, without dates and ids, to compare one with another."""

from datetime import datetime
from typing import Any

from cabas.distributions.models import Basket, BasketChange, Distribution
from cabas.distributions.standing import Standing, standing_of
from cabas.groups.models import Group, Membership
from cabas.ledger.statements import statement
from cabas.mail.models import OutgoingMail
from cabas.money import Money


def member(group: Group, name: str) -> Membership:
    (found,) = (each for each in group.memberships.with_people() if each.name == name)
    return found


def standing(group: Group, name: str, at: datetime) -> Standing:
    return standing_of(member(group, name), at=at)


def following(group: Group, at: datetime) -> Distribution:
    found = group.distributions.to_come(at).first()
    assert found is not None
    return found


def history(group: Group, name: str, at: datetime) -> list[tuple[int, str, str]]:
    """Days ago, amount and balance after it, the newest first."""
    lines = statement(member(group, name).account)
    return [
        ((at.date() - line.transaction.occurred_on).days, str(line.amount), str(line.balance_after)) for line in lines
    ]


def everything(group: Group, at: datetime) -> dict[str, Any]:
    members = group.memberships.with_people().order_by("number")
    baskets = Basket.objects.filter(group=group).order_by("distribution__number", "number")
    changes = BasketChange.objects.filter(group=group).order_by("pk")
    return {
        "members": [
            (each.number, each.full_name, found.state, found.amount, found.signed)
            for each in members
            for found in (standing_of(each, at=at),)
        ],
        "baskets": list(baskets.values_list("distribution__number", "membership__number", "means", "total")),
        "changes": list(changes.values_list("kind", "amount", "basket__number")),
        "evenings": [
            ((each.day - at.date()).days, each.is_validated)
            for each in group.distributions.with_validation().order_by("number")
        ],
        "mails": OutgoingMail.objects.filter(group=group).count(),
        "accounts": [(account.code, account.balance) for account in group.book.accounts.order_by("number")],
    }


def total(baskets: Any) -> Money:
    return Money.sum(basket.total for basket in baskets)
