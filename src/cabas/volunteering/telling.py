"""E39 asks members for the people a distribution lacks, E40 tells those on duty what to do, E7 brings the stand's link.

Each leaves once, from 8 h in Paris, so many days before as the group chose; nothing leaves once the distribution began.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import PARIS
from cabas.distributions.models import Distribution
from cabas.groups.models import Group, Membership
from cabas.groups.rights import Right, rights_of
from cabas.mail.queueing import Letter, queue
from cabas.people.models import User
from cabas.stand.day_passes import give_pass
from cabas.stand.models import DayPass
from cabas.stand.pass_mail import mail_pass
from cabas.ui import formats
from cabas.ui.language import in_french
from cabas.volunteering.duties import EveningDuties, duties_of, settings_of
from cabas.volunteering.models import DAYS_MAX, Call, Duty

FROM = time(8)
THE_DAY_BEFORE = 1


def tell_group(group: Group, *, at: datetime) -> None:
    """What is due in this group by now."""
    chosen = settings_of(group)
    for distribution in _coming(group, at):
        distribution.group = group
        if _is_due(distribution, chosen.instruct_days_before, at):
            instruct(distribution, at=at)
        if _is_due(distribution, chosen.call_days_before, at):
            call_for_help(distribution, at=at)
        if _is_due(distribution, THE_DAY_BEFORE, at):
            bring_links(distribution, at=at)


def _coming(group: Group, at: datetime) -> list[Distribution]:
    near = group.distributions.standing().filter(starts_at__gt=at, starts_at__lt=at + timedelta(days=DAYS_MAX + 1))
    return list(near.select_related("place").order_by("starts_at"))


def _is_due(distribution: Distribution, days_before: int, at: datetime) -> bool:
    """0 days: never."""
    return bool(days_before) and at >= datetime.combine(distribution.day - timedelta(days=days_before), FROM, PARIS)


@transaction.atomic
@in_french
def call_for_help(distribution: Distribution, *, at: datetime) -> None:
    """E39 to everybody who is not on duty there, once; not where nobody lacks."""
    here = duties_of(distribution)
    if not here.missing:
        return
    _call, is_new = Call.objects.get_or_create(
        distribution=distribution, defaults={"group_id": distribution.group_id, "at": at}
    )
    if not is_new:
        return
    on_duty = {person.pk for people in here.people.values() for person in people}
    subject, text = _lacking(here)
    queue(
        [
            Letter(household, "E39", subject, _body(person, text), only=person)
            for household in _households(distribution.group)
            for person in household.people
            if person.pk not in on_duty
        ],
        at=at,
    )


def _lacking(here: EveningDuties) -> tuple[str, list[str]]:
    day = here.distribution.day
    said = {"count": here.missing, "day": formats.day_long(day), "weekday": formats.weekday(day)}
    subject = ngettext(
        "Il manque %(count)s personne %(weekday)s", "Il manque %(count)s personnes %(weekday)s", here.missing
    )
    text = ngettext(
        "il manque %(count)s personne pour la distribution du %(day)s\u202f:",
        "il manque %(count)s personnes pour la distribution du %(day)s\u202f:",
        here.missing,
    )
    lines = "\n".join(f"- {_of_role(need.missing, need.name)}" for need in here.needs if need.missing)
    return subject % said, [text % said, lines, *_when(here.distribution), *_button(here.distribution, _("M’inscrire"))]


def _of_role(count: int, name: str) -> str:
    words = ngettext("%(name)s\u202f: %(count)s personne", "%(name)s\u202f: %(count)s personnes", count)
    return words % {"count": count, "name": name}


@transaction.atomic
@in_french
def instruct(distribution: Distribution, *, at: datetime) -> None:
    """E40 to those on duty who were not told yet, one mail a person; also to who signs up later."""
    Distribution.objects.select_for_update().get(pk=distribution.pk)  # nobody is told twice
    waiting = Duty.objects.filter(distribution=distribution, instructed_at=None).standing()
    told = {duty.person_id for duty in waiting}
    if not told:
        return
    here = duties_of(distribution)
    subject = _("Votre permanence du %(day)s") % {"day": formats.day_long(distribution.day)}
    queue(
        [
            Letter(household, "E40", subject, _body(person, _instructions(here, person)), only=person)
            for household in _households(distribution.group)
            for person in household.people
            if person.pk in told
        ],
        at=at,
    )
    Duty.objects.filter(distribution=distribution, person__in=told).update(instructed_at=at)


def _instructions(here: EveningDuties, person: User) -> list[str]:
    """What they do, and with whom."""
    text = [_("vous êtes de permanence le %(day)s.") % {"day": formats.day_long(here.distribution.day)}]
    text += _when(here.distribution)
    for need, people in here.rows:
        if person in people:
            title = _("Votre rôle\u202f: %(role)s.") % {"role": need.name}
            text.append(f"{title}\n{need.instructions}" if need.instructions else title)
    others = [f"- {one.full_name}, {need.name}" for need, people in here.rows for one in people if one != person]
    if others:
        text.append("\n".join([_("Avec vous\u202f:"), *others]))
    return [*text, *_button(here.distribution, _("Voir mes permanences"))]


def bring_links(distribution: Distribution, *, at: datetime) -> None:
    """E7 to those whose role opens the stand, if they may not serve anyway; a link given before stays the same."""
    if not settings.PUBLIC_ADDRESS:
        return
    waiting = Duty.objects.filter(distribution=distribution, linked_at=None, role__opens_stand=True).standing()
    for duty in waiting.select_related("person", "signed_up_by"):
        _bring_link(distribution, duty, at)


@transaction.atomic
def _bring_link(distribution: Distribution, duty: Duty, at: datetime) -> None:
    person = duty.person
    is_mine = Duty.objects.filter(pk=duty.pk, linked_at=None).update(linked_at=at)
    if not is_mine or not person.email or Right.SERVE in rights_of(person, distribution.group):
        return
    held = DayPass.objects.standing().filter(distribution=distribution, person=person).first()
    day_pass = held or give_pass(distribution, person, by=None, at=at)
    day_pass.person, day_pass.distribution, day_pass.group = person, distribution, distribution.group
    mail_pass(day_pass, origin=settings.PUBLIC_ADDRESS.rstrip("/"), at=at)


def _households(group: Group) -> Iterable[Membership]:
    return Membership.objects.filter(group=group).current().select_related("group").with_people()


def _when(distribution: Distribution) -> list[str]:
    said = {
        "start": formats.hour(distribution.starts_at),
        "end": formats.hour(distribution.ends_at),
        "place": distribution.place.name,
    }
    return [_("De %(start)s à %(end)s, %(place)s.") % said]


def _body(person: User, text: Sequence[str]) -> str:
    return "\n\n".join([_("Bonjour %(name)s,") % {"name": person.first_name}, *text])


def _button(distribution: Distribution, label: str) -> list[str]:
    """Where the address of the installation is known."""
    if not settings.PUBLIC_ADDRESS:
        return []
    path = reverse("volunteering:duties", kwargs={"slug": distribution.group.slug})
    return [f"{label}\u202f: {settings.PUBLIC_ADDRESS.rstrip('/')}{path}#d{distribution.number}"]
