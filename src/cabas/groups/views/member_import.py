"""Members come in from a file or a paste, after a preview."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.importing import member_importer
from cabas.groups.models import MemberImport
from cabas.groups.rights import Right
from cabas.groups.undoing_imports import ImportUndone, undo_member_import
from cabas.groups.views import import_flow
from cabas.groups.views.import_flow import PAST_SHOWN, Flow, Past
from cabas.sheets.reviewing import Review
from cabas.ui.toasts import alert, toast

NAMES = {"upload": "groups:member_import", "preview": "groups:member_import_preview", "back": "groups:members"}


@group_page(Right.MANAGE_MEMBERS)
def member_import(request: GroupRequest) -> HttpResponse:
    return import_flow.upload(request, _flow(request))


@group_page(Right.MANAGE_MEMBERS)
def member_import_preview(request: GroupRequest, draft: UUID) -> HttpResponse:
    return import_flow.preview(request, _flow(request), draft)


@require_POST
@group_page(Right.MANAGE_MEMBERS)
def undoing(request: GroupRequest, act: int) -> HttpResponse:
    """« Annuler l’import »: the households go, those to whom something happened since are named."""
    done = get_object_or_404(MemberImport, pk=act, group=request.group)
    try:
        undone = undo_member_import(done, at=now())
    except ImportUndone as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _count("%(count)s membre retiré.", "%(count)s membres retirés.", undone.count))
        if undone.left:
            sentence = _("Restent, parce que quelque chose s’est passé depuis\u202f: %(names)s.")
            alert(request, sentence % {"names": ", ".join(undone.left)})
    return redirect("groups:members", slug=request.group.slug)


def _past(request: GroupRequest) -> list[Past]:
    found = MemberImport.objects.filter(group=request.group).select_related("by")[:PAST_SHOWN]
    return [
        Past(
            each.file_name,
            each.at,
            each.by.full_name if each.by else "",
            _count("%(count)s membre", "%(count)s membres", len(each.members)),
            ""
            if each.undone_at
            else reverse("groups:member_import_undoing", kwargs={"slug": request.group.slug, "act": each.pk}),
        )
        for each in found
    ]


def _flow(request: GroupRequest) -> Flow[Any]:
    return Flow(
        importer=member_importer(request.group),
        title=_("Importer des membres"),
        advice=_(
            "Une ligne par foyer\u202f: prénom, nom, e-mail, et si vous les avez téléphone, conjoint, adresse. "
            "Qui est déjà membre n’est ni ajouté ni modifié."
        ),
        button=lambda review: _count("Importer %(count)s membre", "Importer %(count)s membres", review.written),
        done=_done,
        new=lambda count: _count("%(count)s membre à ajouter", "%(count)s membres à ajouter", count),
        changed=str,
        known=lambda count: _count("%(count)s déjà connu", "%(count)s déjà connus", count),
        names=NAMES,
        where={"slug": request.group.slug},
        past=lambda: _past(request),
    )


def _count(one: str, many: str, count: int) -> str:
    return ngettext(one, many, count) % {"count": count}


def _done(review: Review[Any]) -> str:
    added = _count("%(count)s membre ajouté.", "%(count)s membres ajoutés.", review.written)
    if not review.refused:
        return added
    refused = _count(
        "%(count)s ligne est restée dehors\u202f: corrigez le fichier, puis importez-le de nouveau.",
        "%(count)s lignes sont restées dehors\u202f: corrigez le fichier, puis importez-le de nouveau.",
        len(review.refused),
    )
    return f"{added} {refused}"
