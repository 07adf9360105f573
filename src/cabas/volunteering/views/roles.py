"""The roles of the group and how duties go there: added, changed, removed and asked for again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ui.toasts import alert, toast
from cabas.volunteering.duties import settings_of
from cabas.volunteering.forms import DutySettingsForm, RoleForm
from cabas.volunteering.models import DutyRole
from cabas.volunteering.refusals import RoleInUse, RoleNameTaken
from cabas.volunteering.roles import remove_role, restore_role, save_role

REFUSED = 422


@group_page(Right.PLAN)
def roles(request: GroupRequest) -> HttpResponse:
    """The roles, and the settings; a POST saves those."""
    data = request.POST if request.method == "POST" else None
    form = DutySettingsForm(data, instance=settings_of(request.group))
    if request.method == "POST" and form.is_valid():
        form.save()
        toast(request, _("Les réglages des permanences sont enregistrés."))
        return redirect("volunteering:roles", slug=request.group.slug)
    found = DutyRole.objects.filter(group=request.group, removed_at=None).select_related("catalog").order_by("pk")
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "volunteering/roles.html", {"roles": found, "form": form}, status=status)


@group_page(Right.PLAN)
def role_new(request: GroupRequest) -> HttpResponse:
    return _form_page(request, DutyRole(group=request.group))


@group_page(Right.PLAN)
def role(request: GroupRequest, role: int) -> HttpResponse:
    return _form_page(request, _role(request, role))


def _form_page(request: GroupRequest, here: DutyRole) -> HttpResponse:
    """Only who gives passes says that a role opens the stand."""
    may_open_stand = Right.GIVE_PASSES in request.rights
    data = request.POST if request.method == "POST" else None
    form = RoleForm(data, instance=here, group=request.group, may_open_stand=may_open_stand)
    if request.method == "POST" and form.is_valid():
        try:
            save_role(form.instance)
        except RoleNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("Le rôle «\u202f%(name)s\u202f» est enregistré.") % {"name": form.instance.name})
            return redirect("volunteering:roles", slug=request.group.slug)
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "volunteering/role.html", {"form": form, "role": here}, status=status)


@require_POST
@group_page(Right.PLAN)
def remove(request: GroupRequest, role: int) -> HttpResponse:
    here = _role(request, role)
    try:
        remove_role(here, at=now())
    except RoleInUse as refusal:
        alert(request, str(refusal))
        return redirect("volunteering:role", slug=request.group.slug, role=role)
    undo = reverse("volunteering:role_restoring", kwargs={"slug": request.group.slug, "role": role})
    toast(request, _("Le rôle «\u202f%(name)s\u202f» est retiré.") % {"name": here.name}, undo)
    return redirect("volunteering:roles", slug=request.group.slug)


@require_POST
@group_page(Right.PLAN)
def restore(request: GroupRequest, role: int) -> HttpResponse:
    here = get_object_or_404(DutyRole, group=request.group, pk=role)
    try:
        restore_role(here)
    except RoleNameTaken as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("Le rôle «\u202f%(name)s\u202f» est de nouveau demandé.") % {"name": here.name})
    return redirect("volunteering:roles", slug=request.group.slug)


def _role(request: GroupRequest, role: int) -> DutyRole:
    return get_object_or_404(DutyRole, group=request.group, pk=role, removed_at=None)
