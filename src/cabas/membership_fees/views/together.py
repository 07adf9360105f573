"""Fees of many at once: those ticked are recorded by one means, or reminded; and what was recorded is undone."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.models import Act
from cabas.membership_fees.models import MembershipFee
from cabas.membership_fees.recording import KIND, Asked, record_fees
from cabas.membership_fees.reminding import remind
from cabas.membership_fees.undoing import undo_fees
from cabas.membership_fees.views._refusals import REFUSALS, fee_or_404, status_of
from cabas.membership_fees.views.fees import list_page
from cabas.payments.means import BY_MEANS
from cabas.ui.formats import euros
from cabas.ui.toasts import alert, toast

TICKED_MAX = 2_000


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def recording(request: GroupRequest) -> HttpResponse:
    """Record the fee of those ticked, as the group asks it; `means` empty: they are to settle it."""
    fee, asked = fee_or_404(request)
    means, key = request.POST.get("means", ""), sent_key(request)
    members = list(
        request.group.memberships.filter(number__in=_ticked(request)).with_people().select_related("account")
    )
    lines = [Asked(member, fee.amount) for member in members]
    try:
        record_fees(fee, lines, means=means, key=key, by=request.user, at=now())
    except REFUSALS as refusal:
        return list_page(request, refusal=str(refusal), status=status_of(refusal))
    back = _list_at(request, asked.query)
    words = [fee.title, _count(len(lines)), euros(fee.amount.times(len(lines))), by_words(means)]
    said_recorded(request, key, words, back=back)
    return redirect(back)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def reminding(request: GroupRequest) -> HttpResponse:
    """Remind those ticked by mail; who was reminded in the last 30 days is not."""
    fee, asked = fee_or_404(request)
    members = list(request.group.memberships.filter(number__in=_ticked(request)).values_list("pk", flat=True))
    if not members:
        return list_page(request, refusal=_("Personne n’est coché\u202f: cochez au moins un membre."), status=422)
    count = remind(fee, members=members, at=now())
    if count:
        toast(request, ngettext("%(count)s rappel envoyé", "%(count)s rappels envoyés", count) % {"count": count})
    if count < len(members):
        left = len(members) - count
        words = ngettext(
            "%(count)s membre n’a pas reçu de rappel\u202f: il a renouvelé, n’a pas d’e-mail, ou en a reçu un depuis "
            "moins de 30 jours.",
            "%(count)s membres n’ont pas reçu de rappel\u202f: ils ont renouvelé, n’ont pas d’e-mail, ou en ont reçu "
            "un depuis moins de 30 jours.",
            left,
        )
        alert(request, words % {"count": left})
    return redirect(_list_at(request, asked.query))


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def undoing(request: GroupRequest) -> HttpResponse:
    """Undo one fee (`fee`), or all those of one act (`act`)."""
    ids = _of_act(request) if request.POST.get("act") else _of_fee(request)
    at, back = now(), request.POST.get("next", "")
    try:
        count = undo_fees(
            request.group, ids, why=request.POST.get("why", ""), key=sent_key(request), by=request.user, at=at
        )
    except REFUSALS as refusal:
        alert(request, str(refusal))
    else:
        said = ngettext("Cotisation annulée", "%(count)s cotisations annulées", count)
        toast(request, said % {"count": count})
    is_ours = url_has_allowed_host_and_scheme(back, None)
    return redirect(back if is_ours else _list_at(request))


def _list_at(request: GroupRequest, query: str = "") -> str:
    return reverse("membership_fees:fees", kwargs={"slug": request.group.slug}) + query


def sent_key(request: GroupRequest) -> str:
    """The key of the form that was sent; empty where it is none of ours."""
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        return ""


def by_words(means: str) -> str:
    return str(BY_MEANS[means]) if means in BY_MEANS else ""


def said_recorded(request: GroupRequest, key: str, said: list[str], *, back: str) -> None:
    """« Adhésion 2026-2027, 3 membres, 45,00 € par chèque », with « Annuler »."""
    fields: dict[str, Any] = {
        "act": key,
        "why": _("annulé aussitôt"),
        "key": uuid4(),
        "next": back or request.get_full_path(),
    }
    undo = reverse("membership_fees:undoing", kwargs={"slug": request.group.slug})
    toast(request, ", ".join(word for word in said if word), undo, fields)


def _ticked(request: GroupRequest) -> list[int]:
    """The numbers of the members that were ticked."""
    sent = request.POST.getlist("member")[:TICKED_MAX]
    return [int(number) for number in sent if number.isdecimal() and len(number) < len(str(TICKED_MAX)) * 2]


def _count(count: int) -> str:
    return ngettext("%(count)s membre", "%(count)s membres", count) % {"count": count}


def _of_act(request: GroupRequest) -> list[int]:
    act = Act.objects.filter(book=request.group.book_id, key=request.POST["act"][:60], kind=KIND).first()
    if act is None:
        raise Http404
    fees: list[int] = act.result["fees"]
    return fees


def _of_fee(request: GroupRequest) -> list[int]:
    sent = request.POST.get("fee", "")
    found = MembershipFee.objects.filter(group=request.group, pk=int(sent) if sent.isdecimal() else 0)
    if not found.exists():
        raise Http404
    return [int(sent)]
