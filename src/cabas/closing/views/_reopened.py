"""What validating one distribution of a blocked group does for everybody is said to who validated it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.distributions.blocking import is_blocked
from cabas.groups.access import GroupRequest
from cabas.ui.toasts import toast


@contextmanager
def saying_if_reopened(request: GroupRequest) -> Iterator[None]:
    """Around what validates: « Commandes rouvertes » where the group was blocked and is no more."""
    was_blocked = is_blocked(request.group, now())
    yield
    if was_blocked and not is_blocked(request.group, now()):
        say_reopened(request)


def say_reopened(request: GroupRequest) -> None:
    toast(request, _("Commandes rouvertes"))
