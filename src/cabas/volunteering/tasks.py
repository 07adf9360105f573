"""The worker looks every 15 minutes what is to be told about duties."""

from datetime import timedelta

from django_tasks import task

from cabas.clock import now
from cabas.clock.rounds import Round
from cabas.groups.models import Group
from cabas.volunteering.telling import tell_group


@task()
def tell() -> None:
    """Look at every group that has roles, and put the next look in the queue."""
    ROUND.go_on()
    with_roles = Group.objects.filter(duty_roles__removed_at=None, duty_roles__isnull=False)
    for group in with_roles.filter(suspended_at=None).distinct():
        tell_group(group, at=now())
    ROUND.forget()


ROUND = Round(tell, every=timedelta(minutes=15))
