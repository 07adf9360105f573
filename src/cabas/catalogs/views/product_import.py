"""Products come into a catalog from a file or a paste, after a preview."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.coordinating import KEEPERS
from cabas.catalogs.importing import product_importer
from cabas.catalogs.models import Catalog
from cabas.catalogs.views.catalogs import catalog_of
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.views import import_flow
from cabas.groups.views.import_flow import Flow
from cabas.sheets.reviewing import Review

NAMES = {"upload": "catalogs:product_import", "preview": "catalogs:product_import_preview", "back": "catalogs:catalog"}


@group_page(*KEEPERS)
def product_import(request: GroupRequest, number: int) -> HttpResponse:
    return import_flow.upload(request, _flow(request, catalog_of(request, number)))


@group_page(*KEEPERS)
def product_import_preview(request: GroupRequest, number: int, draft: UUID) -> HttpResponse:
    return import_flow.preview(request, _flow(request, catalog_of(request, number)), draft)


def _flow(request: GroupRequest, catalog: Catalog) -> Flow[Any]:
    return Flow(
        importer=product_importer(catalog),
        title=_("Importer des produits"),
        advice=_(
            "Une ligne par produit de « %(catalog)s » : nom, prix TTC ou prix HT avec son taux de TVA, et si vous les "
            "avez référence, unité, stock. Un produit connu par sa référence, ou à défaut par son nom, est mis à jour."
        )
        % {"catalog": catalog.name},
        button=lambda review: _count("Importer %(count)s produit", "Importer %(count)s produits", review.written),
        done=_done,
        new=lambda count: _count("%(count)s produit à ajouter", "%(count)s produits à ajouter", count),
        changed=lambda count: _count("%(count)s produit à mettre à jour", "%(count)s produits à mettre à jour", count),
        known=lambda count: _count("%(count)s produit inchangé", "%(count)s produits inchangés", count),
        names=NAMES,
        where={"slug": request.group.slug, "number": catalog.number},
        changed_remark=_("Un prix changé vaut pour les prochains paniers : ce qui est déjà commandé garde son prix."),
    )


def _count(one: str, many: str, count: int) -> str:
    return ngettext(one, many, count) % {"count": count}


def _done(review: Review[Any]) -> str:
    said = [
        _count(one, many, count)
        for one, many, count in (
            ("%(count)s produit ajouté.", "%(count)s produits ajoutés.", len(review.new)),
            ("%(count)s produit mis à jour.", "%(count)s produits mis à jour.", len(review.changed)),
            (
                "%(count)s ligne est restée dehors : corrigez le fichier, puis importez-le de nouveau.",
                "%(count)s lignes sont restées dehors : corrigez le fichier, puis importez-le de nouveau.",
                len(review.refused),
            ),
        )
        if count
    ]
    return " ".join(said) or _("Rien n’a changé.")
