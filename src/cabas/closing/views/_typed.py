"""What is typed and not kept yet waits in the session while the baskets are looked at: nothing typed is lost."""

from cabas.closing.forms import CountForm
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest

TYPED = "counts typed"
ESTIMATES = "keeps_estimates"


def keep_typed(request: GroupRequest, distribution: Distribution) -> None:
    """Keep what came with the form of the page, whatever it was sent for; another form, of a toast, says nothing."""
    if not CountForm.is_in(request.POST):
        return
    typed = CountForm(request.POST).typed()
    if request.POST.get(ESTIMATES):
        typed[ESTIMATES] = "yes"
    if typed != typed_before(request, distribution):
        _write(request, distribution, typed)


def typed_before(request: GroupRequest, distribution: Distribution) -> dict[str, str]:
    """By the name of its field."""
    typed: dict[str, str] = request.session.get(TYPED, {}).get(str(distribution.pk), {})
    return typed


def forget_typed(request: GroupRequest, distribution: Distribution) -> None:
    """It was kept, or is of no use any more."""
    if typed_before(request, distribution):
        _write(request, distribution, {})


def _write(request: GroupRequest, distribution: Distribution, typed: dict[str, str]) -> None:
    others = {pk: values for pk, values in request.session.get(TYPED, {}).items() if pk != str(distribution.pk)}
    request.session[TYPED] = others | ({str(distribution.pk): typed} if typed else {})
