"""Who may do what in the group: the persons who hold a role, and what each role opens."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.forms import RolesForm
from cabas.groups.models import Adult, Group, RoleHolder
from cabas.groups.right_words import rights_table
from cabas.groups.rights import Right, rights_of
from cabas.groups.roles import LastAdministrator, change_roles
from cabas.people.models import User
from cabas.people.names import search_form
from cabas.ui.elision import of
from cabas.ui.toasts import toast

REFUSED = 422
FOUND_MAX = 20


@group_page(Right.GIVE_ROLES)
def roles(request: GroupRequest) -> HttpResponse:
    """Who holds what. A POST gives one person these roles and no other."""
    refused: tuple[User, str] | None = None
    if request.method == "POST":
        person = _person(request.group, request.POST.get("person", ""))
        form = RolesForm(request.POST, person=person)
        if form.is_valid():
            try:
                said = form.cleaned_data
                change_roles(request.group, person, seen=said["seen"], wanted=said["roles"], by=request.user, at=now())
            except LastAdministrator as refusal:
                refused = (person, str(refusal))
            else:
                return _saved(request, person)
        else:
            refused = (person, _("Ce droit n’existe pas\u202f: rien n’a changé."))
    return _page(request, refused)


def _saved(request: GroupRequest, person: User) -> HttpResponse:
    toast(request, _("Les droits %(of_name)s sont enregistrés.") % {"of_name": of(person.full_name)})
    still_may = Right.GIVE_ROLES in rights_of(request.user, request.group)
    return redirect("groups:roles", slug=request.group.slug) if still_may else redirect("/")


def _person(group: Group, pk: str) -> User:
    """A person of the group. Raises Http404 for anybody else."""
    person: User | None = User.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if person is None or not (
        RoleHolder.objects.filter(group=group, person=person).exists()
        or Adult.objects.filter(group=group, person=person, membership__left_on__isnull=True).exists()
    ):
        raise Http404
    return person


def _page(request: GroupRequest, refused: tuple[User, str] | None) -> HttpResponse:
    held = _held(request.group)
    sought = request.GET.get("q", "").strip()
    found = [person for person in _found(request.group, sought) if person not in held]
    context: dict[str, Any] = {
        "holders": [_form(person, holders) for person, holders in held.items()],
        "found": [RolesForm(person=person, held=[]) for person in found],
        "sought": sought,
        "refused": refused,
        "rights": rights_table(),
    }
    return render(request, "groups/roles.html", context, status=REFUSED if refused else HttpResponse.status_code)


def _form(person: User, holders: list[RoleHolder]) -> RolesForm:
    about = [holder.said for holder in holders if holder.about]
    return RolesForm(person=person, held=[holder.role for holder in holders], about=about)


def _held(group: Group) -> dict[User, list[RoleHolder]]:
    """The roles of each person who holds one, by name."""
    held: dict[User, list[RoleHolder]] = {}
    for holder in RoleHolder.objects.filter(group=group).select_related("person"):
        held.setdefault(holder.person, []).append(holder)
    return dict(sorted(held.items(), key=lambda item: search_form(f"{item[0].last_name} {item[0].first_name}")))


def _found(group: Group, sought: str) -> list[User]:
    """The adults of the group whose name is sought; nobody when nothing is."""
    if not sought:
        return []
    adults = Adult.objects.filter(group=group, membership__left_on__isnull=True).select_related("person")
    for word in search_form(sought).split():
        adults = adults.filter(person__search_name__contains=word)
    return [adult.person for adult in adults.order_by("membership__sort_name", "position")[:FOUND_MAX]]
