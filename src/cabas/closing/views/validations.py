"""« Valider » in one click, POST only: the distributions that are ready, as the page showed them, become validated."""

import re

from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.closing.views._reopened import say_reopened
from cabas.closing.views.validation import checklist_again
from cabas.distributions.awaiting import Outcome, validate_as_seen
from cabas.distributions.views._act_key import sent_key
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.money import Money
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

SEEN = re.compile(r"([0-9]{1,9}):([0-9]{1,13})")
MANY = 100


@require_POST
@group_page(Right.VALIDATE)
def validations(request: GroupRequest) -> HttpResponse:
    """Back to the distributions; the checklist of the first that could not be validated, with why."""
    at = now()
    outcome = validate_as_seen(request.group, _seen(request.POST), key=sent_key(request), by=request.user, at=at)
    _say(request, outcome)
    if outcome.refused:
        distribution, refusal = outcome.refused[0]
        return checklist_again(request, distribution.number, refusal)
    return redirect("distributions:plan", slug=request.group.slug)


def _seen(data: QueryDict) -> dict[int, Money]:
    """The total by the number of a distribution, from `ready=<number>:<cents>`, repeated."""
    found = [SEEN.fullmatch(text) for text in data.getlist("ready")[:MANY]]
    if not found or None in found:
        raise BadRequest("no distribution")
    return {int(match[1]): Money(int(match[2])) for match in found if match}


def _say(request: GroupRequest, outcome: Outcome) -> None:
    if outcome.has_reopened:
        say_reopened(request)
    if len(outcome.validated) == 1:
        day = day_long(outcome.validated[0].day)
        toast(request, _("Distribution du %(day)s validée") % {"day": day})
    elif outcome.validated:
        count = len(outcome.validated)
        words = ngettext("%(count)s distribution validée", "%(count)s distributions validées", count)
        toast(request, words % {"count": count})
