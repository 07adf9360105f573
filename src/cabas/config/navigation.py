"""The entries of the menus: what this person may open in this group, and nothing else."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from cabas import clock
from cabas.dashboards.to_do import OPENED_BY
from cabas.groups.models import Adult, Group, RoleHolder
from cabas.groups.rights import RIGHTS_OF, Right
from cabas.handbook.asking import help_address
from cabas.people.models import User
from cabas.prepared import prepared
from cabas.ui.icons import drawn

ADDRESSES_MAX = LINKS_MAX = 4_096
DEMO_BANNER, EXAMPLE_BANNER = ("demo/_banner.html", "ui/_demo_banner.html"), ("examples/_banner.html",)


@dataclass(frozen=True)
class Place:
    """A page of a group that a menu may lead to. `rights`: one of these opens it; none are asked of a member.

    `holds`: pages that it leads to, beside those whose address begins with its own.
    """

    view: str
    label: Any
    icon: str
    rights: frozenset[Right] = frozenset()
    short_label: Any = None
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of a menu."""

    label: Any
    url: str
    icon: str
    is_current: bool = False
    short_label: Any = None

    @property
    def link(self) -> SafeString:
        return _link(self.url, self.icon, str(self.label), self.is_current)

    @property
    def short_link(self) -> SafeString:
        """Where there is little room."""
        return _link(self.url, self.icon, str(self.short_label), self.is_current)


@lru_cache(maxsize=LINKS_MAX)
def _link(url: str, icon: str, label: str, is_current: bool) -> SafeString:
    """Kept, and written here: three menus of a dozen lines were a third of what it takes to write a page."""
    current = mark_safe(' aria-current="page"') if is_current else ""
    return format_html('<a href="{}"{}>{}{}</a>', url, current, drawn(icon), label)


HOME = Place("dashboards:home", _("Accueil"), "house")
ME = (
    HOME,
    Place("distributions:shop_next", _("Commander"), "shopping-basket"),
    Place("distributions:account", _("Mon compte"), "receipt-text", short_label=_("Compte")),
    Place("volunteering:duties", _("Permanences"), "hand-heart"),
)
FARM = Place("producers:farms", _("Ma ferme"), "tractor", rights=frozenset({Right.DELIVER}), short_label=_("Ferme"))
WHO = Place("groups:who", _("Qui fait quoi"), "contact")
MAILS = Place("mail:choices", _("Mes e-mails"), "mail-open")
MINE = (
    Place("my_details", _("Mes coordonnées"), "id-card"),
    Place("my_address", _("Mon adresse e-mail"), "mail"),
    Place("account_set_password", _("Mon mot de passe"), "key-round"),
)
HOSTING = Place("installation", _("Installation"), "settings-2")
HOSTS = (
    HOSTING,
    Place("host_groups", _("Groupes"), "store"),
    Place("hosts", _("Hôtes"), "shield-check"),
    Place("new_group", _("Créer un groupe"), "plus"),
    Place("my_groups", _("Mes groupes"), "house"),
)
DASHBOARD = Place("dashboards:dashboard", _("Tableau de bord"), "layout-list", rights=OPENED_BY)
MANAGE = (
    DASHBOARD,
    Place(
        "distributions:plan",
        _("Distributions"),
        "calendar-check",
        rights=frozenset({Right.PLAN, Right.VALIDATE, Right.SERVE}),
    ),
    Place("volunteering:roles", _("Bénévoles"), "hand-heart", rights=frozenset({Right.PLAN})),
    Place("groups:members", _("Membres"), "users-round", rights=frozenset({Right.MANAGE_MEMBERS})),
    Place("treasury:balances", _("Soldes"), "wallet", rights=frozenset({Right.READ_ACCOUNTS})),
    Place("membership_fees:fees", _("Cotisations"), "id-card", rights=frozenset({Right.READ_ACCOUNTS})),
    Place(
        "catalogs:catalogs",
        _("Catalogues"),
        "package-open",
        rights=frozenset({Right.MANAGE_CATALOGS, Right.KEEP_SOME_CATALOGS}),
    ),
    Place("producers:orders", _("Commandes"), "clipboard-list", rights=frozenset({Right.KEEP_SOME_CATALOGS})),
    Place("producers:vendors", _("Producteurs"), "tractor", rights=frozenset({Right.READ_ACCOUNTS})),
    Place(
        "announcements:messages",
        _("Messages"),
        "message-circle",
        rights=frozenset({Right.WRITE_MESSAGES, Right.KEEP_ACCOUNTS}),
    ),
    Place("mail:outbox", _("E-mails envoyés"), "mail", rights=frozenset({Right.READ_MAIL})),
    Place(
        "groups:settings",
        _("Réglages"),
        "settings",
        rights=frozenset({Right.SET_GROUP}),
        holds=("groups:roles",),
    ),
)
FIRST_STEPS = Place("starting:first_steps", _("Premiers pas"), "list-checks", rights=frozenset({Right.SET_GROUP}))
SET = (  # what « Réglages » leads to: no lines of the menu, but pages that are the same in another group
    Place(
        "distributions:payment_settings",
        _("Moyens de paiement"),
        "wallet-cards",
        rights=frozenset({Right.SET_PAYMENTS}),
    ),
    Place("groups:roles", _("Droits"), "key-round", rights=frozenset({Right.GIVE_ROLES})),
    FIRST_STEPS,
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of the page shell."""
    context: dict[str, Any] = {
        "is_demo": settings.IS_DEMO,
        "demo_banner": _banner(request),
        "my_pages": _my_pages(request),
        "printed_on": clock.today(),
        "help_url": help_address(request.resolver_match.view_name if request.resolver_match else ""),
    }
    if (group := getattr(request, "group", None)) is None:
        return context | {"nav_host": _nav_host(request)}
    rights: frozenset[Right] = getattr(request, "rights", frozenset())
    is_member = getattr(request, "member", None) is not None and not group.is_suspended
    manage = _nearest_current([entry for place in MANAGE if (entry := _entry(request, group.slug, place, rights))])
    return context | {
        "nav_me": [
            entry
            for place in (*(ME if is_member else ()), FARM)
            if (entry := _entry(request, group.slug, place, rights))
        ],
        "nav_manage": manage,
        "is_managing": any(entry.is_current for entry in manage),
        "first_steps_url": _first_steps(request, group, rights),
        "other_groups": _other_groups(request, group),
        "my_pages": [*_here(request, group, rights, is_member=is_member), *context["my_pages"]],
    }


def _banner(request: HttpRequest) -> tuple[str, ...]:
    """What says on each page that its data are invented; empty where they are not."""
    if settings.IS_DEMO:
        return DEMO_BANNER
    group = getattr(request, "group", None)
    return EXAMPLE_BANNER if group is not None and group.is_example else ()


def _first_steps(request: HttpRequest, group: Group, rights: frozenset[Right]) -> str:
    """The way back to the list, from the pages where its lines are done; empty elsewhere, and once it is put away."""
    if not group.is_starting or Right.SET_GROUP not in rights:
        return ""
    is_managed = request.path.startswith(_address(DASHBOARD, slug=group.slug))
    return _address(FIRST_STEPS, slug=group.slug) if is_managed else ""


def _nearest_current(entries: list[Entry]) -> list[Entry]:
    """Of an entry and one whose address begins with its own, the page belongs to the latter."""
    nearest = max((entry for entry in entries if entry.is_current), key=lambda entry: len(entry.url), default=None)
    return [replace(entry, is_current=entry is nearest) if entry.is_current else entry for entry in entries]


def _here(request: HttpRequest, group: Group, rights: frozenset[Right], *, is_member: bool) -> list[Entry]:
    """What that menu opens in this group."""
    places = (WHO, MAILS) if is_member else (WHO,)
    return [entry for place in places if (entry := _entry(request, group.slug, place, rights))]


def _my_pages(request: HttpRequest) -> list[Entry]:
    """What the menu under a person's name opens, whatever the group."""
    user = getattr(request, "user", None)
    places = (*MINE, HOSTING) if isinstance(user, User) and user.is_host else MINE
    return [Entry(place.label, url, place.icon) for place in places if (url := _address(place))]


def _nav_host(request: HttpRequest) -> list[Entry]:
    """The menu of a host, outside the groups."""
    user = getattr(request, "user", None)
    if not (isinstance(user, User) and user.is_host):
        return []
    urls = [(place, _address(place)) for place in HOSTS]
    return [Entry(place.label, url, place.icon, url == request.path) for place, url in urls if url]


def _address(place: Place, **names: str) -> str:
    """Empty where the page is not built."""
    return _reversed(settings.ROOT_URLCONF, place.view, *names.items())


@lru_cache(maxsize=ADDRESSES_MAX)
def _reversed(_urlconf: str, view: str, *names: tuple[str, str]) -> str:
    """Kept: a page asks for a dozen, the same for everybody in the group."""
    try:
        return reverse(view, kwargs=dict(names))
    except NoReverseMatch:
        return ""


def _entry(request: HttpRequest, slug: str, place: Place, rights: frozenset[Right]) -> Entry | None:
    if place.rights and not place.rights & rights:
        return None
    if not (url := _address(place, slug=slug)):
        return None
    return Entry(place.label, url, place.icon, _is_current(request, place, url), place.short_label or place.label)


def _is_current(request: HttpRequest, place: Place, url: str) -> bool:
    """The page itself, or one whose address begins with its own; those above all others are only themselves."""
    if request.path == url or (request.resolver_match and request.resolver_match.view_name in place.holds):
        return True
    return place not in (HOME, DASHBOARD) and request.path.startswith(url)


def _other_groups(request: HttpRequest, group: Group) -> list[Entry]:
    """The person's other groups, each leading to the same page there when this person may open it, else to its home.

    One statement, which looks at this person's groups only.
    """
    known: dict[str, tuple[str, bool]] = {}
    rights: dict[str, frozenset[Right]] = {}
    for slug, name, role, member in _other_rows(cast(User, request.user).pk, group.pk):
        known[slug] = name, member
        rights[slug] = rights.get(slug, frozenset()) | RIGHTS_OF.get(role, frozenset())
    return [
        Entry(name, _same_page(request, slug, rights[slug], is_member=member), "store")
        for slug, (name, member) in known.items()
    ]


@prepared
def _other_rows(person: int, group: int) -> "QuerySet[Group, Any]":
    """One for each role there, or one without."""
    households = Adult.objects.filter(person=person, membership__left_on__isnull=True).values("group")
    theirs = households.union(RoleHolder.objects.filter(person=person).values("group"))
    held = FilteredRelation("role_holders", condition=Q(role_holders__person=person))
    is_member = Exists(households.filter(group=OuterRef("pk")))
    others = Group.objects.filter(pk__in=theirs).exclude(pk=group).annotate(held=held, is_member=is_member)
    return others.order_by("name", "pk").values_list("slug", "name", "held__role", "is_member")


def _same_page(request: HttpRequest, slug: str, rights: frozenset[Right], *, is_member: bool) -> str:
    """The same page in another group; else its home, or what who has a role and no household there manages."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    for place in (*(ME if is_member else ()), FARM, WHO, *MANAGE, *SET):
        if place.view == view and (entry := _entry(request, slug, place, rights)):
            return entry.url
    if is_member or rights == {Right.DELIVER}:
        return reverse("dashboards:home" if is_member else FARM.view, kwargs={"slug": slug})
    first = next((entry for place in MANAGE if (entry := _entry(request, slug, place, rights))), None)
    return first.url if first else reverse("distributions:plan", kwargs={"slug": slug})
