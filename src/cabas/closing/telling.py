"""Those who close distributions are told what waits: E8 to E11; and what validated itself: E12. Each once.

The coordination is told of each evening, the administration when the group is close to being blocked, or is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.closing.models import Notice
from cabas.distributions.awaiting import Awaiting
from cabas.distributions.blocking import BLOCKED_FROM
from cabas.distributions.models import Distribution, Validation
from cabas.groups.models import Role
from cabas.mail.queueing import queue
from cabas.mail.to_roles import letters_to
from cabas.ui import formats
from cabas.ui.language import in_french

COORDINATION = (Role.COORDINATOR,)
# From when on after its end each is told of a distribution; what a later one says, an earlier one says no more.
STAGES = (("E8", timedelta(hours=1)), ("E9 3 d", timedelta(days=3)), ("E9 7 d", timedelta(days=7)))


@in_french
def remind(awaiting: Sequence[Awaiting], *, at: datetime) -> None:
    """Tell what is due now of the distributions of a group that owe their validation, the oldest first."""
    for each in awaiting:
        if stage := _stage(each.distribution, at):
            _tell_of(each, stage, at)
    _tell_how_far(awaiting, at)


@in_french
def tell_validated(validation: Validation, *, at: datetime) -> None:
    """E12: nobody had to do anything."""
    said = {"day": formats.day_month(validation.distribution.day)}
    subject = _("Distribution du %(day)s validée automatiquement\u202f: tout était réglé") % said
    count = ngettext("%(count)s panier", "%(count)s paniers", validation.basket_count)
    text = [
        _("%(baskets)s, %(total)s\u202f: chaque panier était exactement payé deux semaines après la distribution.")
        % {"baskets": count % {"count": validation.basket_count}, "total": formats.euros(validation.total)},
        _("Si quelque chose n’allait pas, une personne à l’administration peut la dévalider pendant 30 jours."),
    ]
    _once(validation.distribution, "E12", "E12", COORDINATION, subject, text, at)


def _stage(distribution: Distribution, at: datetime) -> str:
    """The latest that is due."""
    due = [name for name, after in STAGES if distribution.ends_at + after <= at]
    return due[-1] if due else ""


def _tell_of(each: Awaiting, stage: str, at: datetime) -> None:
    said = {"day": formats.day_month(each.distribution.day)}
    if stage == "E8":
        subject = _subject_of_the_evening(each) % {**said, "count": each.to_look_at}
    else:
        subject = _("Rappel\u202f: la distribution du %(day)s n’est pas validée") % said
    _once(each.distribution, stage, stage[:2], COORDINATION, subject, _what_waits(each), at)


def _subject_of_the_evening(each: Awaiting) -> str:
    if not each.to_look_at:
        return _("Distribution du %(day)s\u202f: tout est réglé, il reste à valider")
    return ngettext(
        "Distribution du %(day)s\u202f: %(count)s panier à regarder avant de valider",
        "Distribution du %(day)s\u202f: %(count)s paniers à regarder avant de valider",
        each.to_look_at,
    )


def _what_waits(each: Awaiting) -> list[str]:
    """How much, what remains, and why it matters."""
    count = ngettext("%(count)s panier, %(total)s.", "%(count)s paniers, %(total)s.", each.basket_count)
    text = [count % {"count": each.basket_count, "total": formats.euros(each.total)}]
    if each.to_look_at:
        left = ngettext("%(count)s reste à regarder.", "%(count)s restent à regarder.", each.to_look_at)
        text.append(left % {"count": each.to_look_at})
    text.append(_("Tant qu’elle n’est pas validée, les soldes des membres ne sont pas sûrs."))
    return text


def _tell_how_far(awaiting: Sequence[Awaiting], at: datetime) -> None:
    """E10 at the last but one, E11 once blocked: each once for the distribution that brought the group there."""
    count = len(awaiting)
    if count >= BLOCKED_FROM:
        subject = ngettext(
            "Commandes bloquées\u202f: %(count)s distribution à valider",
            "Commandes bloquées\u202f: %(count)s distributions à valider",
            count,
        )
        text = [_("Validez-en une\u202f: les membres pourront de nouveau commander."), *_days(awaiting)]
        reached = awaiting[BLOCKED_FROM - 1].distribution
        _once(reached, "E11", "E11", (Role.ADMINISTRATOR,), subject % {"count": count}, text, at)
    elif count == BLOCKED_FROM - 1 and not Notice.objects.filter(distribution=_last(awaiting), kind="E11").exists():
        subject = _("Encore 1 distribution non validée et les commandes seront bloquées")
        text = [_("Ces distributions sont à valider\u202f:"), *_days(awaiting)]
        _once(_last(awaiting), "E10", "E10", (*COORDINATION, Role.ADMINISTRATOR), subject, text, at)


def _last(awaiting: Sequence[Awaiting]) -> Distribution:
    return awaiting[-1].distribution


def _days(awaiting: Iterable[Awaiting]) -> list[str]:
    """One paragraph, a line each."""
    return ["\n".join(f"- {formats.day_long(each.distribution.day)}" for each in awaiting)]


@transaction.atomic
def _once(
    distribution: Distribution,
    what: str,
    kind: str,
    roles: Sequence[str],
    subject: str,
    text: Sequence[str],
    at: datetime,
) -> None:
    """Queue it unless it was told of this distribution before: both are written, or neither."""
    told = {"group_id": distribution.group_id, "at": at}
    _notice, is_new = Notice.objects.get_or_create(distribution=distribution, kind=what, defaults=told)
    if is_new:
        body = "\n\n".join([_("Bonjour,"), *text, *_button(distribution, kind)])
        queue(letters_to(distribution.group_id, roles, kind, subject, body), at=at)


def _button(distribution: Distribution, kind: str) -> list[str]:
    """Where the address of the installation is known."""
    if not settings.PUBLIC_ADDRESS:
        return []
    names: dict[str, str | int] = {"slug": distribution.group.slug}
    if kind in ("E10", "E11"):
        path, label = reverse("distributions:plan", kwargs=names), _("Aller aux distributions")
    else:
        path = reverse("closing:validation", kwargs={**names, "number": distribution.number})
        label = _("Voir la validation") if kind == "E12" else _("Passer à la validation")
    return [f"{label}\u202f: {settings.PUBLIC_ADDRESS.rstrip('/')}{path}"]
