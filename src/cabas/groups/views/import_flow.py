"""A file comes in by three steps, whatever its lines are: give it, look at what it would do, import it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.groups.forms import MatchingForm, UploadForm
from cabas.groups.import_drafts import (
    KEPT_FOR,
    ColumnsMissing,
    ImportedAlready,
    Importer,
    choose_columns,
    import_draft,
    keep_draft,
    matching_of,
    review_of,
    table_of,
)
from cabas.groups.models import ImportDraft
from cabas.sheets.reviewing import Review
from cabas.ui.toasts import toast

REFUSED = 422
SHOWN_MAX = 50
PAST_SHOWN = 5

Item = TypeVar("Item")


@dataclass(frozen=True)
class Past:
    """An import that was done; `undo_url` where it can be undone, « » once it is."""

    file_name: str
    at: datetime
    by: str
    count: str  # in words
    undo_url: str


@dataclass(frozen=True)
class Flow(Generic[Item]):
    """One import as people meet it: its rule, its addresses, its words; `new`, `changed`, `known` count lines."""

    importer: Importer[Item]
    title: str
    advice: str
    button: Callable[[Review[Item]], str]
    done: Callable[[Review[Item]], str]
    new: Callable[[int], str]
    changed: Callable[[int], str]
    known: Callable[[int], str]
    names: dict[str, str]  # of the addresses: upload, preview, back
    where: dict[str, Any]  # what those addresses say besides the draft
    changed_remark: str = ""
    absent: Callable[[int], str] | None = None  # what may be done of what no line speaks of, for so many
    past: Callable[[], Sequence[Past]] = tuple  # the last ones, the newest first

    def address(self, name: str, **more: Any) -> str:
        return reverse(self.names[name], kwargs=self.where | more)


def upload(request: GroupRequest, flow: Flow[Any]) -> HttpResponse:
    """Step 1: a file or a paste is read, and kept for the preview."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        data, importer = form.cleaned_data, flow.importer
        draft = keep_draft(
            request.group,
            importer.purpose,
            importer.columns,
            data["name"],
            data["table"],
            by=request.user,
            at=now(),
            match=importer.match(request.group),
        )
        return redirect(flow.address("preview", draft=draft.pk))
    status = REFUSED if form.errors else HttpResponse.status_code
    context = {"form": form, "flow": flow, "back_url": flow.address("back"), "past": flow.past()}
    return render(request, "groups/import_upload.html", context, status=status)


def preview(request: GroupRequest, flow: Flow[Any], draft_id: UUID) -> HttpResponse:
    """Steps 2 and 3: what each column is and what would be imported; then the import, once."""
    draft = get_object_or_404(
        ImportDraft,
        pk=draft_id,
        group=request.group,
        by=request.user,
        purpose=flow.importer.purpose,
        made_at__gt=now() - KEPT_FOR,
    )
    if draft.imported_at:
        return _imported_already(request, flow)
    if request.method == "POST" and "import" in request.POST:
        return _import(request, flow, draft)
    return _match(request, flow, draft)


def _import(request: GroupRequest, flow: Flow[Any], draft: ImportDraft) -> HttpResponse:
    try:
        answers = {"absent": "yes"} if "absent" in request.POST else {}
        review = import_draft(draft, flow.importer, at=now(), answers=answers)
    except ImportedAlready:
        return _imported_already(request, flow)
    except ColumnsMissing:
        return _match(request, flow, draft)
    done = next(iter(flow.past()), None)
    toast(request, flow.done(review), done.undo_url if done and review.written else None)
    return redirect(flow.address("back"))


def _imported_already(request: GroupRequest, flow: Flow[Any]) -> HttpResponse:
    toast(request, _("Ce fichier est déjà importé. Rien n’a été ajouté deux fois."))
    return redirect(flow.address("back"))


def _match(request: GroupRequest, flow: Flow[Any], draft: ImportDraft) -> HttpResponse:
    """Show the columns and what they make of the lines; keep another choice when one was sent."""
    columns = flow.importer.columns
    table, matching = table_of(draft), matching_of(draft, columns)
    sent = request.POST if request.method == "POST" and "heading_row" in request.POST else None
    form = MatchingForm(sent, table=table, columns=columns, matching=matching)
    if sent is not None and form.is_valid():
        choose_columns(draft, columns, form.chosen_heading_row, form.cleaned_data["by_key"])
        place = "#apercu" if "look" in request.POST else "#columns"  # who changes a column may change the next one
        return redirect(flow.address("preview", draft=draft.pk) + place)
    review = review_of(draft, flow.importer)
    context = {
        "flow": flow,
        "draft": draft,
        "form": form,
        "matching": matching,
        "missing": flow.importer.missing(matching),
        "review": review,
        "parts": _parts(flow, review),
        "back_url": flow.address("back"),
        "upload_url": flow.address("upload"),
        "button": flow.button(review),
        "absent": flow.absent(len(review.absent)) if flow.absent and review.absent else "",
    }
    return render(request, "groups/import_preview.html", context, status=REFUSED if form.errors else 200)


def _parts(flow: Flow[Any], review: Review[Any]) -> list[dict[str, Any]]:
    """What would be created, changed and left alone: a count in words, and the first lines of each."""
    parts = (
        ("circle-plus", flow.new, review.new, "", True),
        ("refresh-cw", flow.changed, review.changed, flow.changed_remark, True),
        ("circle-check", flow.known, review.known, "", False),
    )
    return [
        {
            "icon": icon,
            "title": words(len(lines)),
            "lines": lines[:SHOWN_MAX],
            "more": max(0, len(lines) - SHOWN_MAX),
            "remark": remark,
            "is_open": is_open,
        }
        for icon, words, lines, remark, is_open in parts
        if lines
    ]
