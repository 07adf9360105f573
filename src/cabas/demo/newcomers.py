"""Nearly everybody has come in at least once; the last to join never did, and can be invited again."""

from datetime import timedelta

from cabas.demo.scene import Scene
from cabas.groups.models import Adult
from cabas.people.models import User

NEVER_CAME = 3


def tell_newcomers(scene: Scene) -> None:
    """When each person was last there: the newest households, whose people hold no role, never."""
    people = Adult.objects.filter(group=scene.group, person__email__isnull=False)
    ordinary = people.filter(person__roles__isnull=True).order_by("-membership__number", "-position")
    never = set(ordinary.values_list("person", flat=True)[:NEVER_CAME])
    came = set(people.values_list("person", flat=True)) - never
    User.objects.filter(pk__in=came, last_login=None).update(last_login=scene.calendar.at - timedelta(days=2))
