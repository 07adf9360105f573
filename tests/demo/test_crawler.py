"""Nobody meets a dead link, an error page or a refusal without words: every link opens, every form answers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from cabas.config.testing import IS_LONG
from cabas.demo.entrances import BY_KEY
from cabas.groups.models import Group
from cabas.people.models import User
from tests.cast import THURSDAY_EVENING, TUESDAY
from tests.demo.crawling import Visitor

pytestmark = [pytest.mark.usefixtures("a_demo"), pytest.mark.one_database]

PEOPLE = {
    entrance.role or "member": entrance.email
    for entrance in (BY_KEY[key] for key in ("camille", "lucie", "karim", "admin"))
}
ALSO_ON_THE_OTHER_DAY = ("member", "coordinator")  # for the others a Thursday evening is a day like any other


def crawl(role: str, at: datetime, name: str, *marks: pytest.MarkDecorator) -> Any:
    """Two processes share the people: each builds the demonstration once."""
    half = list(PEOPLE).index(role) % 2
    return pytest.param(PEOPLE[role], at, id=name, marks=[pytest.mark.xdist_group(f"crawler {half}"), *marks])


def crawls() -> Iterator[Any]:
    """Who serves is met on the evening, the others on a Tuesday; `--long` meets them on both."""
    for role in PEOPLE:
        days = {"tuesday": TUESDAY, "thursday-evening": THURSDAY_EVENING}
        usual = "thursday-evening" if role == "coordinator" else "tuesday"
        yield crawl(role, days.pop(usual), f"{role}-{usual}")
        if role in ALSO_ON_THE_OTHER_DAY:
            yield from (crawl(role, at, f"{role}-{day}", pytest.mark.variant) for day, at in days.items())


REBUILDS_THE_DEMO = frozenset({"demo:reset"})


def groups_of(email: str) -> list[Group]:
    """Where they are members. Of three groups each of the three offices crawls two, all of them together each twice."""
    groups = [*Group.objects.filter(memberships__adults__person__email=email).order_by("slug")]
    spared = [*PEOPLE.values()].index(email) % 3
    return groups if IS_LONG or len(groups) < 3 else [*groups[:spared], *groups[spared + 1 :]]


@pytest.mark.parametrize(("email", "at"), [*crawls()])
def test_every_link_opens_and_every_empty_form_answers(
    vallon: Group, email: str, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(email=email))
    visitor = Visitor(client, never=REBUILDS_THE_DEMO)
    with time_machine.travel(at, tick=False):
        for group in groups_of(email):
            visitor.visit(f"/g/{group.slug}/")
    with capsys.disabled():
        print(f"  {email}: {visitor.opened} pages opened, {visitor.sent} forms sent")
    assert "\n".join(visitor.faults) == ""
    assert visitor.opened > 20
