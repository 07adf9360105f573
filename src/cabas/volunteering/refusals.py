"""What is refused around duties, and what to do instead."""

from datetime import date

from django.utils.translation import gettext as _

from cabas.ui.formats import day_long


class DutyRefusal(Exception):
    """Somebody could not be put on duty, or taken off."""


class NotYetOpen(DutyRefusal):
    """Members sign up so many days before a distribution, not earlier."""

    def __init__(self, opens_on: date) -> None:
        self.opens_on = opens_on

    def __str__(self) -> str:
        return _("Les inscriptions pour cette distribution ouvrent le %(day)s.") % {"day": day_long(self.opens_on)}


class DutiesOver(DutyRefusal):
    """It is over, for members; validated or cancelled, for everybody."""

    def __str__(self) -> str:
        return _("Cette distribution est terminée, validée ou annulée\u202f: ses permanences ne changent plus.")


class NotNeeded(DutyRefusal):
    """The role is none of this distribution."""

    def __str__(self) -> str:
        return _("Ce rôle n’est plus demandé pour cette distribution\u202f: choisissez-en un autre.")


class PlacesTaken(DutyRefusal):
    """Somebody was faster."""

    def __str__(self) -> str:
        return _("Quelqu’un vient de prendre la dernière place de ce rôle. Choisissez un autre rôle ou une autre date.")


class TooLateToLeave(DutyRefusal):
    """So shortly before, somebody has to be found: it is told to the coordination."""

    def __str__(self) -> str:
        return _(
            "La distribution est trop proche pour vous désinscrire seul\u202f: écrivez à la coordination, "
            "elle cherchera quelqu’un."
        )


class NotOfTheGroup(DutyRefusal):
    """Who is on duty is somebody of a household of the group."""

    def __str__(self) -> str:
        return _("Choisissez une personne du groupe.")


class RoleInUse(DutyRefusal):
    """People are in it at distributions to come."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __str__(self) -> str:
        return _(
            "Des personnes sont inscrites à ce rôle pour des distributions à venir\u202f: "
            "désinscrivez-les d’abord, ou ne demandez plus personne."
        )


class RoleNameTaken(DutyRefusal):
    """A group has one role of a name."""

    def __str__(self) -> str:
        return _("Un rôle porte déjà ce nom\u202f: choisissez-en un autre.")
