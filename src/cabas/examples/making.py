"""A host makes a group of examples in one tap: it is theirs, they hold every role there; everybody else is invented.

It is told as the demonstration is, by what the product itself does, in one transaction: all of it is there, or nothing.
"""

from datetime import datetime
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.clock import PARIS
from cabas.demo.scene import Scene, set_scene
from cabas.examples.models import Example
from cabas.examples.removing import remove_example
from cabas.examples.story import SETTING, tell_example
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import OFFICES, Group
from cabas.groups.roles import set_roles
from cabas.payments.models import PaymentSettings
from cabas.payments.online.interface import Keys
from cabas.payments.online.keys import enter
from cabas.people.models import User


class NotAHost(Exception):
    """Only who looks after the installation tries it so."""

    def __str__(self) -> str:
        return _("Seuls les hôtes de l’installation font un groupe d’exemple.")


@transaction.atomic
def make_example(*, by: User, at: datetime) -> Group:
    """The group of examples of this host: theirs if they have one, a new one otherwise. Raises `NotAHost`."""
    host = _alone(by)
    made = Example.objects.filter(made_by=host).select_related("group").first()
    return made.group if made else _make(host, at)


@transaction.atomic
def remake_example(*, by: User, at: datetime) -> Group:
    """The same as on the first day, around this moment. Raises `NotAHost`."""
    host = _alone(by)
    for made in Example.objects.filter(made_by=host):
        remove_example(made)
    return _make(host, at)


def _alone(by: User) -> User:
    """Who taps twice makes one: the second waits for the first."""
    host: User = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not host.is_host:
        raise NotAHost
    return host


def _make(host: User, at: datetime) -> Group:
    scene = set_scene(at.astimezone(PARIS), SETTING, _free_slug())
    Example.objects.create(group=scene.group, made_by=host, made_at=at)
    _seat(scene, host)
    for _part in tell_example(scene):
        pass
    return scene.group


def _free_slug() -> str:
    """`exemple`, or `exemple-2` where somebody has that one."""
    taken = set(Group.objects.filter(slug__startswith=SETTING.slug).values_list("slug", flat=True))
    names = (SETTING.slug if number == 1 else f"{SETTING.slug}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _seat(scene: Scene, host: User) -> None:
    """The host orders there like anybody, holds every role, and pays by a card that moves no money."""
    group, at = scene.group, scene.group.founded_at
    add_member(group, NewHousehold([NewPerson(host.first_name, host.last_name, known=host)]), at=at)
    set_roles(group, host, OFFICES, by=host, at=at)
    PaymentSettings.objects.filter(group=group).update(accepts_online=True)
    enter(group, "simulated", Keys("simulated", "simulated"), by=host, at=at)
