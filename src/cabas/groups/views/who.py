"""Every member may see who does what in the group, and how to reach them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Role, RoleHolder
from cabas.groups.right_words import rights_table

DUTIES = {
    Role.COORDINATOR: _("Les distributions, le stand, les catalogues, la liste des membres."),
    Role.TREASURER: _("Les comptes des membres, les paiements, la validation des distributions."),
    Role.ADMINISTRATOR: _("Les moyens de paiement, les droits de chacun, les réglages du groupe."),
    Role.CATALOG_COORDINATOR: _("Leurs catalogues, et ce qui en est commandé."),
    Role.PRODUCER: _("Ce qui est à livrer, et leur catalogue quand le groupe le leur confie."),
}


@group_page()
def who(request: GroupRequest) -> HttpResponse:
    """The persons of each role, by name, and what each role opens. One statement."""
    people: dict[str, list[RoleHolder]] = {role: [] for role in Role}
    holders = RoleHolder.objects.filter(group=request.group).select_related("person")
    for holder in holders.order_by("person__sort_name", "person"):
        people[holder.role].append(holder)
    duties = [(role.label, DUTIES[role], people[role]) for role in Role]
    return render(request, "groups/who.html", {"duties": duties, "rights": rights_table()})
