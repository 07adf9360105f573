"""The second step: what the till should hold, beside what is counted, and what each says of the other."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.closing.forms import CountForm, as_typed
from cabas.closing.models import Count
from cabas.closing.till import NOTHING, Taken, counted_here_and_carried
from cabas.closing.views._typed import typed_before
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.ui.formats import signed


@dataclass(frozen=True)
class Gap:
    """What a count says of one means: in words, right or not."""

    words: str
    is_right: bool


@dataclass(frozen=True)
class Till:
    """Everything that the step shows; `count` is the one that stands, `cash_float` its own or the one carried here."""

    form: CountForm
    taken: Taken
    count: Count | None
    cash_float: Money
    is_asked: bool

    @property
    def expected_cash(self) -> Money:
        return self.cash_float + self.taken.cash

    @property
    def has_changed(self) -> bool:
        """Was something received or taken back since it was counted?"""
        if self.count is None:
            return False
        then = self.count.cash_taken, self.count.cheques_total, self.count.cards_taken
        return then != (self.taken.cash, self.taken.cheques_total, self.taken.cards_total)

    @property
    def is_done(self) -> bool:
        """Was it counted, and nothing changed since? A difference has its reason."""
        return self.count is not None and not self.has_changed

    @property
    def is_right(self) -> bool:
        return self.is_done and not self.wrong

    @property
    def is_open(self) -> bool:
        """Is it to be filled in? Not where the group does not count, nor once it has."""
        return self.form.is_bound or (self.is_asked and not self.is_done)

    @property
    def cash(self) -> Gap | None:
        return None if self.count is None or self.count.gap is None else _gap(self.count.gap)

    @property
    def cheques(self) -> Gap | None:
        count = self.count
        if count is None or (count.cheques_counted is None and count.cheques_sum is None):
            return None
        if count.cheques_counted not in (None, count.cheques_taken):
            more = (count.cheques_counted or 0) - count.cheques_taken
            fewer = ngettext("\u2212\u00a0%(count)s chèque", "\u2212\u00a0%(count)s chèques", abs(more))
            others = ngettext("+\u00a0%(count)s chèque", "+\u00a0%(count)s chèques", abs(more))
            return Gap((fewer if more < 0 else others) % {"count": abs(more)}, is_right=False)
        return _gap(NOTHING if count.cheques_sum is None else count.cheques_sum - count.cheques_total)

    @property
    def cards(self) -> Gap | None:
        if self.count is None or self.count.ticket is None:
            return None
        return _gap(self.count.ticket - self.count.cards_taken)

    @property
    def wrong(self) -> list[Gap]:
        """The differences."""
        return [gap for gap in (self.cash, self.cheques, self.cards) if gap and not gap.is_right]


def _gap(amount: Money) -> Gap:
    if not amount:
        return Gap(_("écart 0"), is_right=True)
    return Gap(_("écart %(gap)s") % {"gap": signed(amount)}, is_right=False)


def money_of(
    request: GroupRequest, distribution: Distribution, found: Taken, form: CountForm | None = None
) -> Till | None:
    """None where there is no money to count: payments are off. One statement."""
    settings: PaymentSettings | None = getattr(distribution.group, "payment_settings", None)
    if settings is None or not settings.is_on:
        return None
    count, carried = counted_here_and_carried(distribution)
    cash_float = count.cash_float if count else carried
    if form is None:
        initial = as_typed(count) if count else {"cash_float": carried or None, "float_left": carried or None}
        form = CountForm(initial=initial | typed_before(request, distribution))
    return Till(form, found, count, cash_float, is_asked=settings.counts_money and bool(found or count))
