"""The people as whom one enters the demonstration, by role; nobody asks who one is."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Role

SLUG = "vallon"
BLOCKED_SLUG = "bloque"
CAGNOTTE_SLUG = "halles"
SLUGS = (SLUG, BLOCKED_SLUG, CAGNOTTE_SLUG)  # the first one is where one arrives
PASSWORD = "paniers-du-vallon"  # noqa: S105 - written on the sign-in page of the demonstration


@dataclass(frozen=True)
class Entrance:
    """A person of the demonstration. `does` is said of those who have a role."""

    key: str
    email: str
    role: Role | None = None
    does: object = ""


PEOPLE = (
    Entrance("camille", "camille.moreau@example.org"),
    Entrance("awa", "awa.diop@example.org"),
    Entrance("jean", "jean.petit@example.org"),
    Entrance("odile", "odile.durand@example.org"),
    Entrance(
        "lucie",
        "lucie.bernard@example.org",
        Role.COORDINATOR,
        _("coordination\u202f: distributions, stand, validation, membres"),
    ),
    Entrance("karim", "karim.haddad@example.org", Role.TREASURER, _("trésorerie\u202f: stand, validation")),
    Entrance(
        "admin",
        "solene.marchand@example.org",
        Role.ADMINISTRATOR,
        _("administration\u202f: moyens de paiement, droits"),
    ),
    Entrance(
        "fatou",
        "fatou.sarr@example.org",
        Role.CATALOG_COORDINATOR,
        _("coordination du catalogue Fournil de Lise"),
    ),
    Entrance("hugo", "hugo.aubry@example.org", Role.PRODUCER, _("producteur\u202f: Ferme des Aulnes")),
)
BY_KEY = {entrance.key: entrance for entrance in PEOPLE}
