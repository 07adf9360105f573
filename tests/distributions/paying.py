"""Money that comes to an account before anything is ordered."""

from cabas.ledger.acts import once
from cabas.money import Money
from cabas.payments.receiving import receive
from tests.cast import TUESDAY, Cast, key


def give(play: Cast, euros: str) -> None:
    """Alice paid this much in advance."""
    act = key()

    def perform(_book: object) -> dict[str, int]:
        amount = Money.of(euros)
        return {"payment": receive(play.alice, "cash", amount, by=play.nadia, at=TUESDAY, key=f"{act}:1").pk}

    once(play.group.book, key=act, kind="receive", asked={}, by=play.nadia.pk, at=TUESDAY, perform=perform)
    play.alice.account.refresh_from_db()
