"""« Réglages »: what the group is called and says, and the way to all that it sets; its places."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Group, Place
from cabas.groups.placing import PlaceNamed, PlaceUsed, place_of, remove_place, save_place
from cabas.groups.rights import Right
from cabas.groups.views._settings_forms import PlaceForm, WordsForm
from cabas.ui.toasts import alert, toast

REFUSED = 422


@group_page(Right.SET_GROUP)
def settings(request: GroupRequest) -> HttpResponse:
    """GET what is set; POST saves the name and the words."""
    here = Group.objects.get(pk=request.group.pk)  # the page is headed by the name that stands
    form = WordsForm(request.POST if request.method == "POST" else None, instance=here)
    if form.is_bound and form.is_valid():
        form.save()
        toast(request, _("Enregistré ✓"))
        return redirect("groups:settings", slug=here.slug)
    context = {
        "form": form,
        "may_give_roles": Right.GIVE_ROLES in request.rights,
        "may_set_payments": Right.SET_PAYMENTS in request.rights,
        "may_plan": Right.PLAN in request.rights,
    }
    return render(request, "groups/settings.html", context, status=_status(form))


@group_page(Right.SET_GROUP)
def places(request: GroupRequest) -> HttpResponse:
    """GET the places; POST adds one, saves the one it names (`place`) or removes it (`remove`)."""
    if request.method != "POST":
        return _places(request)
    named = request.POST.get("place", "")
    place = place_of(request.group, named) if named else Place(group=request.group)
    if place is None:
        raise Http404
    return _remove(request, place) if "remove" in request.POST else _save(request, place)


def _save(request: GroupRequest, place: Place) -> HttpResponse:
    form = PlaceForm(request.POST, instance=place)
    if not form.is_valid():
        return _places(request, form)
    try:
        save_place(form.save(commit=False))
    except PlaceNamed as refusal:
        form.add_error("name", str(refusal))
        return _places(request, form)
    toast(request, _("Enregistré ✓"))
    return redirect("groups:places", slug=request.group.slug)


def _remove(request: GroupRequest, place: Place) -> HttpResponse:
    if place.pk is None:
        raise Http404
    name = place.name
    try:
        remove_place(place)
    except PlaceUsed as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("«\u202f%(name)s\u202f» n’est plus dans la liste.") % {"name": name})
    return redirect("groups:places", slug=request.group.slug)


def _places(request: GroupRequest, refused: PlaceForm | None = None) -> HttpResponse:
    known = [_form_of(place, refused) for place in request.group.places.order_by("name", "pk")]
    is_new = refused is not None and refused.instance.pk is None
    context: dict[str, Any] = {"known": known, "new": refused if is_new else PlaceForm()}
    return render(request, "groups/places.html", context, status=_status(refused))


def _form_of(place: Place, refused: PlaceForm | None) -> PlaceForm:
    """As it is stored, or as it was typed and refused."""
    return refused if refused is not None and refused.instance.pk == place.pk else PlaceForm(instance=place)


def _status(form: Any) -> int:
    return REFUSED if form is not None and form.errors else HttpResponse.status_code
