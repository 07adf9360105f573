"""The demonstration is built around one moment, through what the product itself does, and replaces the one before."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from cabas import clock
from cabas.demo.removing import remove_demo
from cabas.demo.scene import set_scene
from cabas.demo.telling import tell
from cabas.groups.models import Group
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting


def build_demo(*, at: datetime | None = None) -> None:
    """Build the group `vallon` around this moment (now when absent); a demonstration that stood there is removed.

    All or nothing, in one transaction: that is also what makes it fast. Raises `clock.NotADemo`.
    """
    if not settings.IS_DEMO:
        raise clock.NotADemo("a demonstration is never built beside real accounts")
    moment = (at or clock.now()).astimezone(clock.PARIS)
    with transaction.atomic():
        remove_demo()
        scene = set_scene(moment)
        tell(scene)
        _mails_have_left(scene.group)


def _mails_have_left(group: Group) -> None:
    """The mails of the past were sent at the time, so the worker has nothing to do."""
    OutgoingMail.objects.filter(group=group).update(sent_at=F("queued_at"))
    DBTaskResult.objects.ready().filter(task_path=send_waiting.module_path).delete()
