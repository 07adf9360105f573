"""Products come into a catalog from a file or a paste, after a preview."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.catalogs.coordinating import KEEPERS
from cabas.catalogs.import_sets import undo_product_import
from cabas.catalogs.importing import product_importer
from cabas.catalogs.models import Catalog, ProductImport
from cabas.catalogs.views.catalogs import catalog_of
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.undoing_imports import ImportUndone
from cabas.groups.views import import_flow
from cabas.groups.views.import_flow import PAST_SHOWN, Flow, Past
from cabas.sheets.reviewing import Review
from cabas.ui.toasts import alert, toast

NAMES = {"upload": "catalogs:product_import", "preview": "catalogs:product_import_preview", "back": "catalogs:catalog"}


@group_page(*KEEPERS)
def product_import(request: GroupRequest, number: int) -> HttpResponse:
    return import_flow.upload(request, _flow(request, catalog_of(request, number)))


@group_page(*KEEPERS)
def product_import_preview(request: GroupRequest, number: int, draft: UUID) -> HttpResponse:
    return import_flow.preview(request, _flow(request, catalog_of(request, number)), draft)


@require_POST
@group_page(*KEEPERS)
def undoing(request: GroupRequest, number: int, act: int) -> HttpResponse:
    """« Annuler l’import »: all that the file made, but what was ordered or changed since, which is named."""
    catalog = catalog_of(request, number)
    done = get_object_or_404(ProductImport, pk=act, catalog=catalog)
    try:
        undone = undo_product_import(done, by=request.user, at=now())
    except ImportUndone as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _count("%(count)s produit comme avant.", "%(count)s produits comme avant.", undone.count))
        if undone.left:
            sentence = _("Restent, parce que commandés ou changés depuis\u202f: %(names)s.")
            alert(request, sentence % {"names": ", ".join(undone.left)})
    return redirect("catalogs:catalog", slug=request.group.slug, number=number)


def _past(request: GroupRequest, catalog: Catalog) -> list[Past]:
    where = {"slug": request.group.slug, "number": catalog.number}
    return [
        Past(
            each.file_name,
            each.at,
            each.by.full_name if each.by else "",
            _count("%(count)s produit", "%(count)s produits", len(each.rows)),
            "" if each.undone_at else reverse("catalogs:product_import_undoing", kwargs={**where, "act": each.pk}),
        )
        for each in catalog.imports.select_related("by")[:PAST_SHOWN]
    ]


def _absent(count: int) -> str:
    one = "Marquer indisponible %(count)s produit que ce fichier ne contient pas"
    return _count(one, "Marquer indisponibles %(count)s produits que ce fichier ne contient pas", count)


def _flow(request: GroupRequest, catalog: Catalog) -> Flow[Any]:
    return Flow(
        importer=product_importer(catalog),
        title=_("Importer des produits"),
        advice=_(
            "Une ligne par produit de «\u202f%(catalog)s\u202f»\u202f: nom, prix TTC ou prix HT avec son taux de TVA, "
            "et si vous les avez référence, unité, stock. Un produit connu par sa référence, "
            "ou à défaut par son nom, est mis à jour."
        )
        % {"catalog": catalog.name},
        button=lambda review: _count("Importer %(count)s produit", "Importer %(count)s produits", review.written),
        done=_done,
        new=lambda count: _count("%(count)s produit à ajouter", "%(count)s produits à ajouter", count),
        changed=lambda count: _count("%(count)s produit à mettre à jour", "%(count)s produits à mettre à jour", count),
        known=lambda count: _count("%(count)s produit inchangé", "%(count)s produits inchangés", count),
        names=NAMES,
        where={"slug": request.group.slug, "number": catalog.number},
        absent=_absent,
        past=lambda: _past(request, catalog),
        changed_remark=_(
            "Un prix changé vaut pour les prochains paniers\u202f: ce qui est déjà commandé garde son prix."
        ),
    )


def _count(one: str, many: str, count: int) -> str:
    return ngettext(one, many, count) % {"count": count}


def _done(review: Review[Any]) -> str:
    added = _count("%(count)s produit ajouté.", "%(count)s produits ajoutés.", len(review.new))
    changed = _count("%(count)s produit mis à jour.", "%(count)s produits mis à jour.", len(review.changed))
    left = _count(
        "%(count)s ligne est restée dehors\u202f: corrigez le fichier, puis importez-le de nouveau.",
        "%(count)s lignes sont restées dehors\u202f: corrigez le fichier, puis importez-le de nouveau.",
        len(review.refused),
    )
    counted = ((added, review.new), (changed, review.changed), (left, review.refused))
    said = [sentence for sentence, lines in counted if lines]
    return " ".join(said) or _("Rien n’a changé.")
