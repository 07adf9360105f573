"""« Reprise de soldes »: the balances of a whole group come in from a paste or a file, after a preview, as one set."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import now, today
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.forms import MatchingForm
from cabas.groups.import_drafts import (
    KEPT_FOR,
    ColumnsMissing,
    ImportedAlready,
    choose_columns,
    keep_draft,
    table_of,
)
from cabas.groups.models import ImportDraft, Membership
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.balance_columns import balance_columns, match_balances
from cabas.payments.balance_import import PURPOSE, PreviewChanged, record
from cabas.payments.models import OpeningSet
from cabas.payments.opening_balances import NothingToTakeOver, TakenOverAlready
from cabas.payments.taking_over_together import SameMemberTwice
from cabas.treasury.views._openings_forms import BalancesForm, PreviewForm
from cabas.treasury.views._openings_page import Preview, page_of, preview_of
from cabas.treasury.views.opening_set import undo_fields
from cabas.ui.act_form import CONFLICT, UNFIT
from cabas.ui.formats import date_field, euros
from cabas.ui.toasts import toast

REFUSALS = (LedgerRefusal, NothingToTakeOver, PreviewChanged, SameMemberTwice, TakenOverAlready)


@group_page(Right.KEEP_ACCOUNTS)
def openings(request: GroupRequest) -> HttpResponse:
    """GET: where the list is brought, and the sets there are; POST: it is read, and kept for the preview."""
    form = BalancesForm(request.POST, request.FILES) if request.method == "POST" else BalancesForm()
    if request.method == "POST" and form.is_valid():
        data, columns = form.cleaned_data, balance_columns()
        draft = keep_draft(
            request.group,
            PURPOSE,
            columns,
            data["name"],
            data["table"],
            by=request.user,
            at=now(),
            match=match_balances,
        )
        return _to_preview(request, draft)
    context = {"form": form, "waiting": _waiting(request), "sets": _sets(request)}
    return render(request, "treasury/openings.html", context, status=UNFIT if form.errors else 200)


@group_page(Right.KEEP_ACCOUNTS)
def preview(request: GroupRequest, draft: UUID) -> HttpResponse:
    """GET: what the list gives; POST: its columns, what it does not say, or the taking over, once."""
    kept = get_object_or_404(_drafts(request), pk=draft)
    kept.group = request.group
    if kept.imported_at:
        return _taken_already(request)
    if request.method == "POST" and "heading_row" in request.POST:
        return _columns(request, kept)
    if request.method == "POST":
        return _answers(request, kept)
    return _shown(request, preview_of(kept))


def _columns(request: GroupRequest, draft: ImportDraft) -> HttpResponse:
    """Another choice of columns is kept, and the preview made again."""
    preview = preview_of(draft)
    form = _columns_form(preview, request.POST)
    if not form.is_valid():
        return _shown(request, preview, columns_form=form, status=UNFIT)
    chosen = form.cleaned_data["by_key"]
    choose_columns(draft, balance_columns(), form.chosen_heading_row, chosen, match=match_balances)
    return _to_preview(request, draft, "#apercu" if "look" in request.POST else "#columns")


def _answers(request: GroupRequest, draft: ImportDraft) -> HttpResponse:
    """What was said is kept, whatever follows; then the set is recorded, or shown as it would be."""
    preview = preview_of(draft)
    form = preview.form(request.POST, _members(request, preview), today())
    if not form.is_valid():
        return _shown(request, preview, form=form, status=UNFIT)
    form.answers.keep(draft)
    if "record" not in request.POST:
        return _to_preview(request, draft, "#apercu")
    on, shown = form.cleaned_data["on"], request.POST.get("shown", "")
    try:
        done = record(draft, on=on, shown=shown, by=request.user, at=now())
    except ImportedAlready:
        return _taken_already(request)
    except (ColumnsMissing, *REFUSALS) as refusal:
        return _shown(request, preview_of(draft), refusal=refusal, status=CONFLICT)
    _say(request, done)
    return redirect("treasury:balances", slug=request.group.slug)


def _shown(
    request: GroupRequest,
    preview: Preview,
    *,
    form: PreviewForm | None = None,
    columns_form: MatchingForm | None = None,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or preview.form(None, _members(request, preview), today())
    context = page_of(preview, form) | {
        "form": columns_form or _columns_form(preview, None),
        "refusal": "" if isinstance(refusal, ColumnsMissing) else refusal,
        "may_import_members": Right.MANAGE_MEMBERS in request.rights,
    }
    return render(request, "treasury/openings_preview.html", context, status=status)


def _columns_form(preview: Preview, data: Any) -> MatchingForm:
    table = table_of(preview.draft)
    return MatchingForm(data, table=table, columns=balance_columns(), matching=preview.matching)


def _members(request: GroupRequest, preview: Preview) -> list[Membership]:
    """All who may be picked, where somebody is to be."""
    if not preview.asked:
        return []
    return list(request.group.memberships.with_people().by_name())


def _drafts(request: GroupRequest) -> Any:
    """Those of this person, in this group, of less than a day."""
    mine = ImportDraft.objects.filter(group=request.group, by=request.user, purpose=PURPOSE)
    return mine.filter(made_at__gt=now() - KEPT_FOR)


def _waiting(request: GroupRequest) -> Any:
    """The list that was brought last and not taken over yet."""
    return _drafts(request).filter(imported_at=None).order_by("-made_at").values("pk", "file_name", "made_at").first()


def _sets(request: GroupRequest) -> Any:
    return OpeningSet.objects.filter(group=request.group).select_related("recorded_by").with_sums().order_by("-number")


def _to_preview(request: HttpRequest, draft: ImportDraft, place: str = "") -> HttpResponse:
    names = {"slug": draft.group.slug, "draft": draft.pk}
    return redirect(reverse("treasury:openings_preview", kwargs=names) + place)


def _taken_already(request: GroupRequest) -> HttpResponse:
    toast(request, _("Ces soldes sont déjà repris. Rien n’a été repris deux fois."))
    return redirect("treasury:balances", slug=request.group.slug)


def _say(request: GroupRequest, done: OpeningSet) -> None:
    """« 2 soldes repris au 31/10/2026 : avoirs 8,00 €, doit 12,50 € », with « Annuler »."""
    amounts = list(done.openings.values_list("amount", flat=True))
    had = Money.sum(amount for amount in amounts if amount > Money(0))
    words = ngettext("%(count)s solde repris", "%(count)s soldes repris", len(amounts)) % {"count": len(amounts)}
    said = {"had": euros(had), "owed": euros(had - Money.sum(amounts)), "day": date_field(done.stood_on)}
    text = words + " " + _("au %(day)s\u202f: avoirs %(had)s, doit %(owed)s") % said
    names = {"slug": request.group.slug, "number": done.number}
    toast(request, text, reverse("treasury:opening_set_undoing", kwargs=names), undo_fields())
