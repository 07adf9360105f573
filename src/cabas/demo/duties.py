"""Two roles at each evening of the demonstration, shared by some for weeks; the next evening lacks one person."""

from collections.abc import Iterable
from datetime import timedelta

from cabas.demo.scene import Scene
from cabas.demo.story import STORY
from cabas.people.models import User
from cabas.volunteering.models import Call, Duty, DutyRole
from cabas.volunteering.signing_up import put_on

HAND_OUT, WELCOME = "Distribution", "Accueil des producteurs"
ROTA = (
    "Nadia Benali",
    "Henri Morin",
    "Claire Duval",
    "Lucie Bernard",
    "Rosa Martins",
    "Camille Moreau",
    "Zoé Nguyen",
    "Karim Haddad",
    "Bastien Roux",
    "Juliette Lambert",
)
NEXT_ON_DUTY = {HAND_OUT: ("Nadia Benali",), WELCOME: ("Henri Morin",)}
SIGNED_UP = timedelta(days=20)


def tell_duties(scene: Scene, evenings: Iterable[int] = STORY) -> None:
    """Before anything else: evenings that are validated keep the duties they had. `evenings`: those of the past."""
    hand_out = DutyRole.objects.create(
        group=scene.group,
        name=HAND_OUT,
        people_wanted=2,
        opens_stand=True,
        instructions="Arriver à 18 h 15. Servir les paniers au stand, encaisser, ranger les cagettes.",
    )
    welcome = DutyRole.objects.create(
        group=scene.group,
        name=WELCOME,
        people_wanted=1,
        instructions="Arriver à 17 h 30. Recevoir les producteurs et compter ce qu’ils apportent.",
    )
    turn = 0
    for weeks in sorted(evenings, reverse=True):
        for role in (hand_out, hand_out, welcome):
            _put_on(scene, weeks, role, scene.person(ROTA[turn % len(ROTA)]))
            turn += 1
    for role in (hand_out, welcome):
        for name in NEXT_ON_DUTY[role.name]:
            _put_on(scene, 0, role, scene.person(name))
    _all_are_told(scene)


def _put_on(scene: Scene, weeks: int, role: DutyRole, person: User) -> None:
    here = scene.distributions[weeks]
    put_on(here, role, person, by=person, at=here.starts_at - SIGNED_UP)


def _all_are_told(scene: Scene) -> None:
    """What the worker would write now was written before."""
    here, at = scene.distributions[0], scene.calendar.at
    Duty.objects.filter(group=scene.group).update(instructed_at=at)
    Call.objects.create(group=scene.group, distribution=here, at=at)
