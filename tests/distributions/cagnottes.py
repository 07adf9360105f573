"""A play whose members order on their cagnotte: what each of them put there, and where it stands."""

from typing import Any

from cabas.groups.models import Membership
from cabas.ledger.models import Account
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.receiving import record_payment
from tests.cast import TUESDAY, Cast, key


def on_cagnottes(play: Cast, **more: Any) -> Cast:
    """From now on; `more` is what else the group decided: `allows_negative`, `cagnotte_limit`, a threshold."""
    others = {f"accepts_{means}": False for means in ("cheque", "cash", "transfer", "terminal")}
    tops_up = {"tops_up_by_cheque": True, "tops_up_by_transfer": True}
    PaymentSettings.objects.filter(group=play.group).update(accepts_cagnotte=True, **others, **tops_up, **more)
    return play


def top_up(play: Cast, member: Membership, amount: str) -> None:
    record_payment(member, "cheque", Money.of(amount), key=key(), by=play.nadia, at=TUESDAY)


def held(member: Membership) -> Money:
    """The balance, as the ledger has it now."""
    return Account.objects.get(pk=member.account_id).balance
