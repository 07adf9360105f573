"""« Page du groupe et inscriptions »: what the group shows to all, and whom it takes."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.joining.forms import WelcomeForm
from cabas.joining.models import contacts_of, welcome_of
from cabas.joining.registration import count_waiting
from cabas.joining.setting import save_welcome
from cabas.ui.toasts import toast

REFUSED = 422


@group_page(Right.SET_GROUP)
def welcome_settings(request: GroupRequest) -> HttpResponse:
    """GET what is set; POST saves it."""
    welcome = welcome_of(request.group)
    data = request.POST if request.method == "POST" else None
    form = WelcomeForm(data, welcome=welcome, shown=contacts_of(request.group))
    if form.is_bound and form.is_valid():
        save_welcome(form.save(commit=False), form.cleaned_data["contacts"])
        toast(request, _("Enregistré ✓"))
        return redirect("joining:welcome_settings", slug=request.group.slug)
    address = request.build_absolute_uri(reverse("joining:join", kwargs={"slug": request.group.slug}))
    context = {"form": form, "waiting": count_waiting(request.group), "join_address": address}
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "joining/settings.html", context, status=status)
