"""The demonstration is built around one moment, by what the product itself does, and replaces the one before."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from cabas import clock
from cabas.demo.blocked_group import BLOCKED, tell_blocked
from cabas.demo.cagnotte_group import HALLES, tell_cagnottes
from cabas.demo.removing import remove_demo
from cabas.demo.scene import VALLON, Scene, Setting, set_scene
from cabas.demo.telling import tell
from cabas.groups.models import Group
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting

PAUSE = 0.15  # seconds: who waits to write in SQLite looks again every tenth of a second


@dataclass(frozen=True)
class Story:
    """A group of the demonstration: where it begins, and what happens there."""

    setting: Setting
    tell: Callable[[Scene], Iterator[None]]

    @property
    def beside(self) -> str:
        """Its address while it is built beside the one that is there."""
        return f"{self.setting.slug}-en-construction"


STORIES = (Story(VALLON, tell), Story(BLOCKED, tell_blocked), Story(HALLES, tell_cagnottes))


class BeingBuilt(Exception):
    """Somebody is building the demonstration at this moment."""

    def __str__(self) -> str:
        return _("La démonstration est déjà en train d’être remise à zéro\u202f: attendez quelques secondes.")


def build_demo(*, at: datetime | None = None) -> None:
    """Build the groups around this moment (now when absent). Raises `clock.NotADemo`, `BeingBuilt`.

    The first time in one transaction: that is what makes it fast. Later others may be at work in the groups that are
    there: the new ones are built beside them, a little at a time, and take their place together at the end.
    """
    if not settings.IS_DEMO:
        raise clock.NotADemo("a demonstration is never built beside real accounts")
    moment = (at or clock.now()).astimezone(clock.PARIS)
    with _alone():
        if Group.objects.filter(slug=VALLON.slug).exists():
            _build_beside(moment)
        else:
            _build_at_once(moment)


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(settings.DATA) / "demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingBuilt from None
        yield


@transaction.atomic
def _build_at_once(at: datetime) -> None:
    remove_demo()
    for story in STORIES:
        scene = set_scene(at, story.setting, story.setting.slug)
        for _part in story.tell(scene):
            pass
        _mails_have_left(scene.group)
    _count_the_rows()


def _count_the_rows() -> None:
    """PostgreSQL plans by what it believes the tables hold; it would count them by itself only a minute later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _build_beside(at: datetime) -> None:
    with transaction.atomic():
        remove_demo(Group.objects.filter(slug__in=[story.beside for story in STORIES]))  # left by an interruption
        scenes = {story.setting.slug: set_scene(at, story.setting, story.beside) for story in STORIES}
    for story in STORIES:
        _tell_slowly(story, scenes[story.setting.slug])
    with transaction.atomic():
        remove_demo(Group.objects.exclude(pk__in=[scene.group.pk for scene in scenes.values()]))
        for slug, scene in scenes.items():
            Group.objects.filter(pk=scene.group.pk).update(slug=slug)


def _tell_slowly(story: Story, scene: Scene) -> None:
    parts = story.tell(scene)
    while _tell_part(parts, scene):
        if not connection.in_atomic_block:
            time.sleep(PAUSE)


@transaction.atomic
def _tell_part(parts: Iterator[None], scene: Scene) -> bool:
    """Tell the next part of the story. Returns False at its end."""
    is_told = next(parts, False) is None
    _mails_have_left(scene.group)
    return is_told


def _mails_have_left(group: Group) -> None:
    """The mails of the past were sent at the time: the worker has nothing to do with them."""
    OutgoingMail.objects.filter(group=group).update(sent_at=F("queued_at"))
    DBTaskResult.objects.ready().filter(task_path=send_waiting.module_path).delete()
    if OutgoingMail.objects.waiting().exists():
        send_waiting.enqueue()
