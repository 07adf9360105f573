"""The first steps of a group are a list: each line leads to the page where it is done, and is ticked by what is there.

Who comes from another system begins with its files: members, then balances, then products.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.groups.models import Group
from cabas.groups.rights import Right
from cabas.starting.beginning import LASTS, first_evening
from cabas.starting.facts import Facts, facts_of
from cabas.starting.models import Way, Weekday
from cabas.ui.formats import hour


@dataclass(frozen=True)
class Step:
    """A line. `why` is one sentence; `found` says what is there; `url` is empty where this person may not do it."""

    key: str
    label: str
    why: str
    icon: str
    url: str
    is_done: bool
    found: str = ""


@dataclass(frozen=True)
class Steps:
    """The list, in the order in which it is done."""

    lines: list[Step]
    facts: Facts

    @property
    def done_count(self) -> int:
        return sum(step.is_done for step in self.lines)

    @property
    def next(self) -> Step | None:
        """The first line that is not done, and that this person may do."""
        return next((step for step in self.lines if not step.is_done and step.url), None)


@dataclass(frozen=True)
class _Desk:
    group: Group
    rights: frozenset[Right]
    facts: Facts
    today: date

    def url(self, right: Right, view: str, *, asked: dict[str, str] | None = None, **names: int) -> str:
        if right not in self.rights:
            return ""
        address = reverse(view, kwargs={"slug": self.group.slug, **names})
        return f"{address}?{urlencode(asked)}" if asked else address


def steps_of(group: Group, rights: frozenset[Right], *, on: date) -> Steps:
    """The list of this group for whoever holds these rights. Three statements."""
    facts = facts_of(group)
    desk = _Desk(group, rights, facts, on)
    order = FROM_FILES if facts.way == Way.CAGETTE else FROM_NOTHING
    return Steps([line(desk) for line in order], facts)


def _founded(desk: _Desk) -> Step:
    url = desk.url(Right.SET_GROUP, "groups:settings")
    why = _("Son nom, un mot d’accueil, et le mot imprimé sur l’émargement.")
    return Step("group", _("Groupe créé"), why, "store", url, is_done=True, found=desk.group.name)


def _place_and_day(desk: _Desk) -> Step:
    facts = desk.facts
    is_done = bool(facts.place) and (facts.weekly is not None or facts.distributions > 0)
    view = "planning:new_cycle" if facts.place and not is_done else "groups:places"
    url = desk.url(Right.PLAN if view.startswith("planning") else Right.SET_GROUP, view)
    why = _("Où et quand on vient chercher son panier.")
    return Step("place", _("Lieu et jour"), why, "map-pin", url, is_done, _where_and_when(facts))


def _where_and_when(facts: Facts) -> str:
    if facts.weekly is None:
        return facts.place
    when = _("le %(day)s de %(start)s à %(end)s") % {
        "day": Weekday(facts.weekly.weekday).label,
        "start": hour(facts.weekly.starts),
        "end": hour(facts.weekly.ends),
    }
    return f"{facts.place}, {when}" if facts.place else when


def _means(desk: _Desk) -> Step:
    accepted = desk.facts.payments.accepted if desk.facts.payments else []
    url = desk.url(Right.SET_PAYMENTS, "distributions:payment_settings")
    why = _("Avec quoi les membres règlent\u202f: ce qui n’est pas coché ne leur est pas proposé.")
    found = ", ".join(str(means.label) for means in accepted)
    return Step("means", _("Moyens de paiement"), why, "wallet-cards", url, bool(accepted), found)


def _products(desk: _Desk) -> Step:
    facts, label = desk.facts, _("Premier producteur et ses produits")
    if facts.empty_catalog is None:
        view = "catalogs:catalogs" if facts.products else "catalogs:vendor_new"
        url = desk.url(Right.MANAGE_CATALOGS, view)
    else:
        url = desk.url(Right.MANAGE_CATALOGS, "catalogs:product_import", number=facts.empty_catalog)
    why = _("Sans produit, rien à commander\u202f: un fichier de prix suffit, de Cagette Pro aussi.")
    found = ngettext("%(count)s produit", "%(count)s produits", facts.products) % {"count": facts.products}
    return Step("products", label, why, "tractor", url, facts.products > 0, found if facts.products else "")


def _members(desk: _Desk) -> Step:
    facts = desk.facts
    if facts.way == Way.CAGETTE:
        label, view = _("Importer les membres"), "groups:member_import"
        why = _("Le fichier des membres de Cagette, tel quel\u202f: qui est déjà là n’est pas ajouté deux fois.")
    else:
        label, view = _("Inviter les membres"), "households:inviting"
        why = _("Collez une liste d’adresses\u202f: chacun reçoit un bouton pour entrer, sans mot de passe.")
    url = desk.url(Right.MANAGE_MEMBERS, view)
    found = ngettext("%(count)s membre", "%(count)s membres", facts.members) % {"count": facts.members}
    return Step("members", label, why, "users-round", url, facts.members > 1, found)


def _balances(desk: _Desk) -> Step:
    facts = desk.facts
    url = desk.url(Right.KEEP_ACCOUNTS, "treasury:openings")
    why = _("Ce que chacun doit ou a d’avance le jour du départ\u202f: la liste se colle telle quelle.")
    found = _("aucun solde à reprendre") if facts.has_no_balances else ""
    if facts.openings:
        found = ngettext("%(count)s solde repris", "%(count)s soldes repris", facts.openings) % {
            "count": facts.openings
        }
    is_done = facts.openings > 0 or facts.has_no_balances
    return Step("balances", _("Soldes de départ"), why, "wallet", url, is_done, found)


def _roles(desk: _Desk) -> Step:
    url = desk.url(Right.GIVE_ROLES, "groups:roles")
    why = _("À deux ou trois, personne n’est indispensable\u202f: un trésorier, une autre coordination.")
    return Step("roles", _("Partager les tâches"), why, "key-round", url, desk.facts.shares_roles)


def _first_distribution(desk: _Desk) -> Step:
    facts = desk.facts
    view = "distributions:plan" if facts.distributions else "distributions:new_distribution"
    url = desk.url(Right.PLAN, view, asked=_first(desk))
    why = _("Une date suffit pour commencer à commander.")
    count = {"count": facts.distributions}
    found = (
        ngettext("%(count)s prévue", "%(count)s prévues", facts.distributions) % count if facts.distributions else ""
    )
    return Step("distribution", _("Première distribution"), why, "calendar-plus", url, facts.distributions > 0, found)


def _cycle(desk: _Desk) -> Step:
    view = "planning:cycles" if desk.facts.has_cycle else "planning:new_cycle"
    url = desk.url(Right.PLAN, view, asked={} if desk.facts.has_cycle else _proposed(desk))
    why = _("Toutes les dates de la saison d’un coup\u202f: vous les voyez avant de confirmer.")
    return Step("cycle", _("Les suivantes, en un cycle"), why, "refresh-cw", url, desk.facts.has_cycle)


def _first(desk: _Desk) -> dict[str, str]:
    """What was said of the day and the hours, for a form; nothing once there is a distribution to copy."""
    weekly = desk.facts.weekly
    if weekly is None or desk.facts.distributions:
        return {}
    hours = {"starts": f"{weekly.starts:%H:%M}", "ends": f"{weekly.ends:%H:%M}"}
    return {"day": str(first_evening(weekly, desk.today)), **hours}


def _proposed(desk: _Desk) -> dict[str, str]:
    """The same for the form of a cycle."""
    first = _first(desk)
    if not first:
        return {}
    day = first.pop("day")
    return {"first_on": day, "last_on": str(date.fromisoformat(day) + LASTS), **first}


Line = Callable[[_Desk], Step]
FROM_NOTHING: tuple[Line, ...] = (
    _founded,
    _place_and_day,
    _means,
    _products,
    _members,
    _balances,
    _roles,
    _first_distribution,
    _cycle,
)
FROM_FILES: tuple[Line, ...] = (
    _founded,
    _members,
    _balances,
    _products,
    _place_and_day,
    _means,
    _roles,
    _first_distribution,
    _cycle,
)
