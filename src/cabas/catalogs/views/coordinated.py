"""The administrator says which catalogs a person keeps: all, which is the whole coordination, certain ones, or none."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.catalogs.coordinating import (
    NoCatalogChosen,
    coordinate,
    coordinate_all,
    coordinate_none,
    coordinated_by,
    is_coordinator,
)
from cabas.catalogs.models import Catalog
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Adult, RoleHolder
from cabas.groups.rights import Right, rights_of
from cabas.people.models import User
from cabas.ui.chosen_field import ChosenField
from cabas.ui.elision import of
from cabas.ui.toasts import toast

REFUSED = 422
ALL, SOME, NONE = "all", "some", "none"


class CoordinatedForm(forms.Form):
    """Which catalogs."""

    which = forms.ChoiceField(
        label=gettext_lazy("Catalogues"),
        choices=[
            (ALL, gettext_lazy("Tous les catalogues\u202f: la coordination entière, distributions et membres compris")),
            (SOME, gettext_lazy("Seulement ceux-ci\u202f: leurs produits, et ce qui en est commandé")),
            (NONE, gettext_lazy("Aucun")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez lesquels.")},
    )
    catalogs = ChosenField(
        label=gettext_lazy("Lesquels"),
        queryset=Catalog.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, request: GroupRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["catalogs"].queryset = Catalog.objects.filter(group=request.group).order_by("sort_name")  # type: ignore[attr-defined]


@group_page(Right.GIVE_ROLES)
def coordinated(request: GroupRequest, person: int) -> HttpResponse:
    """Which catalogs this person of the group keeps."""
    here = person_or_404(request, person)
    kept = coordinated_by(request.group, here)
    which = ALL if is_coordinator(request.group, here) else SOME if kept else NONE
    form = CoordinatedForm(request.POST or None, request=request, initial={"which": which, "catalogs": kept})
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, here, form)
        except NoCatalogChosen as refusal:
            form.add_error("catalogs", str(refusal))
        else:
            toast(request, _("Les droits %(of_name)s sont enregistrés.") % {"of_name": of(here.full_name)})
            still_may = Right.GIVE_ROLES in rights_of(request.user, request.group)
            return redirect("groups:roles", slug=request.group.slug) if still_may else redirect("/")
    status = REFUSED if request.method == "POST" else 200
    return render(request, "catalogs/coordinated.html", {"form": form, "person": here}, status=status)


def _keep(request: GroupRequest, person: User, form: CoordinatedForm) -> None:
    match form.cleaned_data["which"]:
        case "all":
            coordinate_all(request.group, person, by=request.user, at=now())
        case "some":
            coordinate(request.group, person, list(form.cleaned_data["catalogs"]), by=request.user, at=now())
        case _:
            coordinate_none(request.group, person, by=request.user, at=now())


def person_or_404(request: GroupRequest, pk: int) -> User:
    """A person of the group, by a household or a role. Raises Http404."""
    person: User | None = User.objects.filter(pk=pk).first()
    if person is None or not (
        RoleHolder.objects.filter(group=request.group, person=person).exists()
        or Adult.objects.filter(group=request.group, person=person, membership__left_on__isnull=True).exists()
    ):
        raise Http404
    return person
