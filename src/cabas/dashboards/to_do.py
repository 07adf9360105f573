"""What a group has to do today, the most pressing first, for whoever may do it: each line leads to where it is done."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.dashboards.looking import Looked, Near, look
from cabas.distributions.blocking import Backlog
from cabas.groups.models import Group
from cabas.groups.rights import Right
from cabas.ui.formats import day_long, day_short, euros, hour, number, weekday


@dataclass(frozen=True)
class Task:
    """A line: what there is, what more is known, and the button that leads there.

    `look` is the state of the theme; `served` of `total` baskets where an evening is in progress.
    """

    icon: str
    words: str
    url: str
    action: str
    detail: str = ""
    look: str = ""
    served: int = 0
    total: int = 0


def to_do(group: Group, rights: frozenset[Right], *, at: datetime) -> list[Task]:
    """Everything that these rights open. Nine statements at most, whatever there is."""
    looked = look(group, rights, at=at)
    return [task for needed, tasks in TASKS if needed & rights for task in tasks(_Desk(group, rights, looked, at))]


@dataclass(frozen=True)
class _Desk:
    """Where the lines are written from."""

    group: Group
    rights: frozenset[Right]
    looked: Looked
    at: datetime

    def url(self, view: str, **names: Any) -> str:
        return reverse(view, kwargs={"slug": self.group.slug, **names})


def _in_progress(desk: _Desk) -> Iterator[Task]:
    for near in desk.looked.near:
        here = near.distribution
        if not near.basket_count or not here.starts_at <= desk.at:
            continue
        said = {"served": near.served_count, "total": near.basket_count, "end": hour(here.ends_at)}
        words = ngettext(
            "Distribution en cours jusqu’à %(end)s\u202f: %(served)s panier servi sur %(total)s",
            "Distribution en cours jusqu’à %(end)s\u202f: %(served)s paniers servis sur %(total)s",
            near.served_count,
        )
        may_serve = Right.SERVE in desk.rights
        url = desk.url("stand:stand" if may_serve else "distributions:distribution", number=here.number)
        action = _("Ouvrir le stand") if may_serve else _("Voir")
        yield Task(
            "hand-coins",
            words % said,
            url,
            action,
            look="a-regler",
            served=near.served_count,
            total=near.basket_count,
        )


def _today(desk: _Desk) -> Iterator[Task]:
    for near in desk.looked.near:
        here = near.distribution
        if not near.basket_count or here.starts_at <= desk.at or here.day != desk.at.date():
            continue
        said = {"start": hour(here.starts_at), "count": near.basket_count}
        words = ngettext(
            "Distribution aujourd’hui à %(start)s\u202f: %(count)s panier",
            "Distribution aujourd’hui à %(start)s\u202f: %(count)s paniers",
            near.basket_count,
        )
        yield Task("printer", words % said, desk.url("papers:lists", number=here.number), _("Listes à imprimer"))


def _to_validate(desk: _Desk) -> Iterator[Task]:
    backlog = Backlog(len(desk.looked.owing))
    detail = ""
    if backlog.is_blocked:
        detail = _("Les commandes sont en pause.")
    elif backlog.is_next_to_blocked:
        detail = _("Encore 1, et les commandes seront en pause.")
    elif backlog.is_told:
        said = {"count": number(backlog.count), "limit": number(backlog.limit)}
        detail = _("%(count)s distributions à valider\u202f: à %(limit)s, les commandes seront en pause.") % said
    for position, here in enumerate(desk.looked.owing):
        if here.ends_at <= desk.at:
            words = _("Distribution du %(day)s à valider") % {"day": day_long(here.day)}
            url = desk.url("closing:validation", number=here.number)
            look = "doit" if backlog.is_next_to_blocked or backlog.is_blocked else "a-regler"
            yield Task("clipboard-check", words, url, _("Valider"), "" if position else detail, look)


def _orders_to_send(desk: _Desk) -> Iterator[Task]:
    for near in desk.looked.near:
        here = near.distribution
        if near.unsent_count and here.orders_close_at <= desk.at < here.starts_at:
            said = {"count": near.unsent_count, "day": day_short(here.day)}
            words = ngettext(
                "Commandes closes pour %(day)s\u202f: %(count)s producteur n’a pas reçu la sienne",
                "Commandes closes pour %(day)s\u202f: %(count)s producteurs n’ont pas reçu la leur",
                near.unsent_count,
            )
            yield Task("truck", words % said, desk.url("producers:order", number=here.number), _("Envoyer"))


def _volunteers(desk: _Desk) -> Iterator[Task]:
    for near in desk.looked.near:
        here = near.distribution
        if not near.missing or here.ends_at <= desk.at:
            continue
        words = ngettext("Il manque %(count)s personne %(day)s", "Il manque %(count)s personnes %(day)s", near.missing)
        said = {"count": near.missing, "day": day_short(here.day)}
        url = desk.url("volunteering:evening", number=here.number)
        yield Task("hand-heart", words % said, url, _("Trouver quelqu’un"), _closing(near, desk.at))


def _closing(near: Near, at: datetime) -> str:
    here = near.distribution
    if not at < here.orders_close_at <= at + timedelta(days=2):
        return ""
    said = {"day": weekday(here.orders_close_at), "hour": hour(here.orders_close_at)}
    return _("Les commandes ferment %(day)s à %(hour)s.") % said


def _offline_cases(desk: _Desk) -> Iterator[Task]:
    if count := desk.looked.offline_cases:
        words = ngettext("%(count)s opération du stand à voir", "%(count)s opérations du stand à voir", count)
        detail = _("Faites sans réseau, elles ne tombent pas juste.")
        url = desk.url("stand:offline_cases", number=desk.looked.offline_at)
        yield Task("circle-alert", words % {"count": count}, url, _("Voir"), detail, look="a-regler")


def _transfers(desk: _Desk) -> Iterator[Task]:
    if count := desk.looked.transfers:
        words = ngettext("%(count)s virement attendu", "%(count)s virements attendus", count)
        yield Task("landmark", words % {"count": count}, desk.url("treasury:transfers"), _("Voir les virements"))


def _requests(desk: _Desk) -> Iterator[Task]:
    if count := desk.looked.requests:
        words = ngettext(
            "%(count)s personne demande à rejoindre le groupe",
            "%(count)s personnes demandent à rejoindre le groupe",
            count,
        )
        yield Task("user-round-plus", words % {"count": count}, desk.url("joining:requests"), _("Répondre"))


def _debts(desk: _Desk) -> Iterator[Task]:
    if count := desk.looked.old_debtors:
        words = ngettext(
            "%(count)s membre doit de l’argent depuis plus de 30 jours",
            "%(count)s membres doivent de l’argent depuis plus de 30 jours",
            count,
        )
        detail = _("%(amount)s en tout") % {"amount": euros(desk.looked.old_debts)}
        url = desk.url("treasury:balances") + "?etat=doit&depuis=30"
        yield Task("wallet", words % {"count": count}, url, _("Voir les soldes"), detail)


def _low_cagnottes(desk: _Desk) -> Iterator[Task]:
    if count := desk.looked.low_cagnottes:
        words = ngettext("%(count)s cagnotte est basse", "%(count)s cagnottes sont basses", count)
        detail = _("Chacun en a été prévenu par e-mail.")
        yield Task("piggy-bank", words % {"count": count}, desk.url("treasury:balances"), _("Voir les soldes"), detail)


def _failed_mails(desk: _Desk) -> Iterator[Task]:
    if count := desk.looked.failed_mails:
        words = ngettext(
            "%(count)s e-mail n’est pas parti ces 7 derniers jours",
            "%(count)s e-mails ne sont pas partis ces 7 derniers jours",
            count,
        )
        yield Task("mail", words % {"count": count}, desk.url("mail:outbox"), _("Voir les e-mails"), look="doit")


TASKS: Iterable[tuple[frozenset[Right], Callable[[_Desk], Iterator[Task]]]] = (
    (frozenset({Right.SERVE, Right.VALIDATE, Right.PLAN}), _in_progress),
    (frozenset({Right.SERVE, Right.PLAN}), _today),
    (frozenset({Right.VALIDATE}), _to_validate),
    (frozenset({Right.VALIDATE}), _offline_cases),
    (frozenset({Right.MANAGE_CATALOGS}), _orders_to_send),
    (frozenset({Right.PLAN}), _volunteers),
    (frozenset({Right.MANAGE_MEMBERS}), _requests),
    (frozenset({Right.READ_ACCOUNTS}), _debts),
    (frozenset({Right.KEEP_ACCOUNTS}), _transfers),
    (frozenset({Right.READ_ACCOUNTS}), _low_cagnottes),
    (frozenset({Right.READ_MAIL}), _failed_mails),
)
OPENED_BY: frozenset[Right] = frozenset[Right]().union(*(needed for needed, _tasks in TASKS))
