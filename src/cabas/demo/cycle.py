"""The distributions of the demonstration are a weekly cycle, each as it was planned."""

from cabas.clock import PARIS
from cabas.demo.scene import Scene
from cabas.planning.models import Cycle, CycleDay, Rhythm


def gather(scene: Scene) -> Cycle:
    """One cycle of all of them; none of their dates changes."""
    evenings = sorted(scene.distributions.values(), key=lambda each: each.starts_at)
    first, last = evenings[0], evenings[-1]
    opens, closes = (moment.astimezone(PARIS) for moment in (first.orders_open_at, first.orders_close_at))
    cycle = Cycle.objects.create(
        group=scene.group,
        number=1,
        rhythm=Rhythm.WEEKLY,
        first_on=first.day,
        last_on=last.day,
        place_name=first.place.name,
        starts=first.starts_at.astimezone(PARIS).time(),
        ends=first.ends_at.astimezone(PARIS).time(),
        opens_before=(first.day - opens.date()).days,
        opens=opens.time(),
        closes_before=(first.day - closes.date()).days,
        closes=closes.time(),
        made_at=scene.group.founded_at,
    )
    CycleDay.objects.bulk_create(CycleDay(group=scene.group, cycle=cycle, distribution=each) for each in evenings)
    return cycle
