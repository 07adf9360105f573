"""« Saisie d’après les feuilles »: what was written on paper is looked at, then recorded as it was shown."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.distributions.models import Distribution, Receipt
from cabas.distributions.refusals import AmountsChanged, DistributionValidated, NothingToTakeBack, NotStarted
from cabas.distributions.views._act_key import fresh_key, sent_key
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.models import Act
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.papers.keyed_rows import SERVED
from cabas.papers.keying import DoneMeanwhile, NothingKeyed, key_in
from cabas.papers.unkeying import act_keyed, take_back_keyed
from cabas.papers.views._keying_page import Sheet, keying_context, outcome_words, sheet_of
from cabas.people.models import User
from cabas.ui.formats import euros
from cabas.ui.toasts import alert, toast

REFUSALS = (AmountsChanged, DistributionValidated, DoneMeanwhile, LedgerRefusal, NotStarted, NothingKeyed)
RECORD, ALL = "record", "all"


@group_page(Right.SERVE)
def keying(request: GroupRequest, number: int) -> HttpResponse:
    """GET the rows. POST looks at them (`act`: all served), or records them where that is what was shown."""
    here = distribution_or_404(request, number)
    if request.method != "POST":
        return _shown(request, here, sheet_of(request, here, {}), fresh_key())
    key, act = sent_key(request) or fresh_key(), request.POST.get("act", "")
    if act == RECORD and act_keyed(here, key):
        return _to_recorded(request, here, key)
    sheet = sheet_of(request, here, _sent(request, here, act))
    if act == RECORD and not sheet.faults and request.POST.get("checked") == sheet.digest:
        return _recorded(request, here, sheet, key)
    return _shown(request, here, sheet, key, is_looked_at=True, status=422 if sheet.faults or act == RECORD else 200)


def _sent(request: GroupRequest, here: Distribution, act: str) -> dict[str, str]:
    """What was typed, without what no column of PostgreSQL holds; with `all`, what was not noted is served."""
    sent = {name: str(value).replace("\x00", "") for name, value in request.POST.items()}
    if act == ALL:
        blank = [name for name, value in sent.items() if name.startswith("state-") and not value]
        sent |= dict.fromkeys(blank, SERVED)
    return sent


def _recorded(request: GroupRequest, here: Distribution, sheet: Sheet, key: str) -> HttpResponse:
    try:
        total = key_in(here, sheet.keyed, key=key, by=request.user, at=now())
    except REFUSALS as refusal:
        again = sheet_of(request, here, _sent(request, here, RECORD))
        return _shown(request, here, again, fresh_key(), is_looked_at=True, refusal=str(refusal), status=409)
    undo = {"key": fresh_key()}
    toast(request, outcome_words(total, len(sheet.keyed)), _address(request, here, "keyed_undoing", key), undo)
    return _to_recorded(request, here, key)


def _shown(
    request: GroupRequest, here: Distribution, sheet: Sheet, key: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = keying_context(request, here, sheet, key, has_started=here.has_started(now()), **more)
    return render(request, "papers/keying.html", context, status=status)


@require_safe
@group_page(Right.SERVE)
def keyed(request: GroupRequest, number: int, done: UUID) -> HttpResponse:
    """What one set recorded, and what of it still counts."""
    here = distribution_or_404(request, number)
    act = _act_or_404(here, done)
    receipts = Receipt.objects.filter(pk__in=act.result["receipts"])
    context = {
        "distribution": here,
        "act": act,
        "who": User.objects.filter(pk=act.recorded_by).first(),
        "count": len(act.result["baskets"]),
        "sum": Money(act.result["sum"]),
        "receipts": _read(receipts),
        "key": fresh_key(),
    }
    return render(request, "papers/keyed.html", context)


def _read(receipts: Any) -> list[Receipt]:
    fetched = receipts.select_related("payment__transaction__reversed_by", "basket__membership")
    return list(fetched.prefetch_related("basket__membership__adults__person").order_by("basket__number"))


@require_POST
@group_page(Right.SERVE)
def keyed_undoing(request: GroupRequest, number: int, done: UUID) -> HttpResponse:
    """Take a set back; its page says what still counts."""
    here = distribution_or_404(request, number)
    _act_or_404(here, done)
    try:
        total = take_back_keyed(here, str(done), key=sent_key(request), by=request.user, at=now())
    except (DistributionValidated, LedgerRefusal, NothingToTakeBack) as refusal:
        alert(request, str(refusal))
        return _to_recorded(request, here, str(done))
    toast(request, _("Saisie annulée\u202f: %(sum)s, les paniers sont de nouveau à servir") % {"sum": euros(total)})
    return redirect("papers:keying", slug=request.group.slug, number=here.number)


def _act_or_404(here: Distribution, done: UUID) -> Act:
    act = act_keyed(here, str(done))
    if act is None:
        raise Http404
    return act


def _to_recorded(request: GroupRequest, here: Distribution, key: str) -> HttpResponse:
    return redirect(_address(request, here, "keyed", key))


def _address(request: GroupRequest, here: Distribution, view: str, key: str) -> str:
    names = {"slug": request.group.slug, "number": here.number, "done": key}
    return reverse(f"papers:{view}", kwargs=names)
