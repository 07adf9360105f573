"""« Reprendre ma dernière commande »: the draft is filled, then checkout shows it; what is lacking is named."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.blocking import GroupBlocked
from cabas.distributions.refusals import NothingToTakeBack, OrdersClosed
from cabas.distributions.same_again import take_again
from cabas.groups.access import GroupRequest, member_page
from cabas.ui.toasts import alert


@require_POST
@member_page
def again(request: GroupRequest, number: int) -> HttpResponse:
    distribution = get_object_or_404(request.group.distributions.select_related("group"), number=number)
    try:
        taken = take_again(distribution, request.member, at=now())
    except (GroupBlocked, OrdersClosed):  # its page says which
        return redirect("distributions:shop", slug=request.group.slug, number=number)
    except NothingToTakeBack:
        alert(request, _("Vous n’avez pas encore de commande à reprendre."))
        return redirect("distributions:shop", slug=request.group.slug, number=number)
    if taken.lacking:
        said = {"products": ", ".join(taken.lacking)}
        alert(request, _("Cette fois il manque, en tout ou en partie\u202f: %(products)s.") % said)
    return redirect("distributions:checkout", slug=request.group.slug, number=number)
