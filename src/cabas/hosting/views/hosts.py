"""Who looks after the installation: a host names another, or takes that away."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.hosting.forms import HostForm
from cabas.hosting.hosts import LastHost, NobodyThere, make_host_of, unmake_host
from cabas.hosting.views._access import HostRequest, host_page
from cabas.people.models import User
from cabas.ui.toasts import alert, toast

REFUSED = 422


@host_page
def hosts(request: HostRequest) -> HttpResponse:
    """GET who; POST names the person of an address, or takes it from `person`."""
    if "person" in request.POST:
        return _taken(request, request.POST["person"])
    form = HostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            person = make_host_of(form.cleaned_data["email"])
        except NobodyThere as refusal:
            form.add_error("email", str(refusal))
        else:
            toast(request, _("%(name)s tient aussi l’installation.") % {"name": person.full_name})
            return redirect("hosts")
    status = REFUSED if form.errors else HttpResponse.status_code
    found = User.objects.filter(is_host=True).by_name()
    return render(request, "hosting/hosts.html", {"form": form, "hosts": found}, status=status)


def _taken(request: HostRequest, named: str) -> HttpResponse:
    hosts = User.objects.filter(is_host=True)
    person = hosts.filter(pk=named).first() if named.isdecimal() and len(named) < 19 else None
    if person is None:
        raise Http404
    try:
        unmake_host(person)
    except LastHost as refusal:
        alert(request, str(refusal))
        return redirect("hosts")
    toast(request, _("%(name)s ne tient plus l’installation.") % {"name": person.full_name})
    return redirect("/" if person.pk == request.user.pk else "hosts")
