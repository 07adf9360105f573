"""What a catalog says of itself is changed; it is copied, archived and opened again."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.catalogs.coordinating import KEEPERS
from cabas.catalogs.forms import CatalogForm
from cabas.catalogs.keeping import Settings, archive_catalog, copy_catalog, keep_catalog, reopen_catalog
from cabas.catalogs.views.catalogs import catalog_of
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ui.toasts import toast

REFUSED = 422


@group_page(*KEEPERS)
def catalog_edit(request: GroupRequest, number: int) -> HttpResponse:
    catalog = catalog_of(request, number)
    name = catalog.name
    form = CatalogForm(request.POST if request.method == "POST" else None, instance=catalog, group=request.group)
    if request.method == "POST" and form.is_valid():
        changed = keep_catalog(catalog, Settings(**form.cleaned_data), by=request.user, at=now())
        said = [_("Le catalogue est enregistré.")]
        if changed:
            prices = ngettext("%(count)s prix change", "%(count)s prix changent", changed) % {"count": changed}
            said.append(_("%(prices)s pour les prochains paniers.") % {"prices": prices})
        toast(request, " ".join(said))
        return redirect("catalogs:catalog", slug=request.group.slug, number=number)
    context = {"form": form, "catalog": catalog, "catalog_name": name}
    return render(request, "catalogs/catalog_edit.html", context, status=REFUSED if form.errors else 200)


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def copying(request: GroupRequest, number: int) -> HttpResponse:
    copied = copy_catalog(catalog_of(request, number))
    toast(request, _("Voici la copie, avec ses produits\u202f: aucune distribution ne la propose encore."))
    return redirect("catalogs:catalog_edit", slug=request.group.slug, number=copied.number)


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def archiving(request: GroupRequest, number: int) -> HttpResponse:
    catalog = catalog_of(request, number)
    if request.POST.get("archived") == "no":
        reopen_catalog(catalog)
        toast(request, _("%(name)s est de nouveau proposé aux prochaines distributions.") % {"name": catalog.name})
        return redirect("catalogs:catalog", slug=request.group.slug, number=number)
    archive_catalog(catalog, at=now())
    undo = reverse("catalogs:catalog_archiving", kwargs={"slug": request.group.slug, "number": number})
    toast(request, _("%(name)s est archivé.") % {"name": catalog.name}, undo, {"archived": "no"})
    return redirect("catalogs:catalogs", slug=request.group.slug)
