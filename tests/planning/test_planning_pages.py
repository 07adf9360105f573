"""The pages of planning say what will happen before it does, and keep what was typed."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.clock import PARIS
from cabas.distributions.models import Basket, Distribution, Participation
from cabas.planning.models import CalendarFeed, Cycle
from tests.cast import TUESDAY, Cast, add_distribution, add_product, key
from tests.distributions.pages import Visitor, words

CYCLE = {
    "rhythm": "weekly", "first_on": "2026-11-26", "last_on": "2026-12-17", "starts": "18:30", "ends": "19:30",
    "place": "Salle des Aulnes", "opens_before": "6", "opens": "08:00", "closes_before": "1", "closes": "20:00",
}  # fmt: skip


@pytest.fixture
def nadia(play: Cast) -> Visitor:
    return Visitor(play.group.memberships.get(adults__person=play.nadia))


def said(answer: object) -> str:
    return words(answer.content.decode())  # type: ignore[attr-defined]


def test_the_dates_of_a_cycle_are_shown_then_planned(play: Cast, nadia: Visitor) -> None:
    form = CYCLE | {"catalogs": [str(play.catalog.pk)]}
    shown = said(nadia.post("gestion/distributions/cycles/nouveau/", form))
    assert "3 dates à créer" in shown
    assert "Jeudi 26 novembre , déjà une distribution à cet endroit" in shown
    assert not Cycle.objects.exists()
    kept = form | {"dates": "1", "day": ["2026-12-03", "2026-12-17"]}
    assert nadia.post("gestion/distributions/cycles/nouveau/", kept).status_code == 302
    assert [str(each.day) for each in Distribution.objects.order_by("day")] == [
        "2026-11-26",
        "2026-12-03",
        "2026-12-17",
    ]
    page = words(nadia.get("gestion/distributions/cycles/"))
    assert "Chaque semaine , 18 h 30 – 19 h 30, Salle des Aulnes" in page
    assert "2 distributions à venir" in page


def test_what_is_wrong_with_a_cycle_is_said_at_its_field(play: Cast, nadia: Visitor) -> None:
    form = CYCLE | {"catalogs": [str(play.catalog.pk)], "last_on": "2026-11-01"}
    answer = nadia.post("gestion/distributions/cycles/nouveau/", form)
    assert answer.status_code == 422
    assert "La dernière distribution vient après la première." in said(answer)


def test_cancelling_says_before_what_happens_and_is_shown_struck_through(play: Cast, nadia: Visitor) -> None:
    play.order(play.alice, {play.bread: 2})
    page = nadia.get("gestion/distributions/1/annulation/")
    assert "1 commande 10,80 € 1 paiement annoncé 10,80 €" in words(page)
    sent = {"key": key(), "count": "1", "seen": "1080", "why": "Neige."}
    assert nadia.post("gestion/distributions/1/annulation/", sent).status_code == 302
    assert "<s>Distribution du jeudi" in nadia.get("gestion/distributions/1/").replace("\xa0", " ")
    assert "<s><time" in nadia.get("gestion/distributions/")
    assert "La distribution du jeudi 26 novembre est annulée." in words(Visitor(play.alice).get("commande/1/"))


def test_cancelling_what_changed_meanwhile_is_refused(play: Cast, nadia: Visitor) -> None:
    play.order(play.alice, {play.bread: 2})
    answer = nadia.post(
        "gestion/distributions/1/annulation/", {"key": key(), "count": "0", "seen": "0", "why": "Neige."}
    )
    assert (answer.status_code, "Neige." in answer.content.decode()) == (409, True)


def test_postponing_is_undone_from_its_toast(play: Cast, nadia: Visitor) -> None:
    form = {
        "key": key(), "day": "2026-12-03", "starts": "18:30", "ends": "19:30", "place": "Préau",
        "closing": "shift", "closes_on": "", "closes": "", "why": "",
    }  # fmt: skip
    nadia.post("gestion/distributions/1/report/", form)
    here = Distribution.objects.get()
    assert (str(here.day), here.place.name) == ("2026-12-03", "Préau")
    assert "Distribution reportée au jeudi 3 décembre" in words(nadia.get("gestion/distributions/1/"))
    nadia.post("gestion/distributions/1/report/retour/", {"report": str(here.postponements.get().pk)})
    assert str(Distribution.objects.get().day) == "2026-11-26"


def test_a_catalog_closes_earlier_than_the_others(play: Cast, nadia: Visitor) -> None:
    pk = Participation.objects.get().pk
    other = Participation.objects.create(
        group=play.group, distribution=play.distribution, catalog=play.catalog.vendor.catalogs.create(
            group=play.group, number=9, name="Fromages"
        )
    )  # fmt: skip
    hours = {"opens_on": "2026-11-20", "opens": "08:30", "closes_on": "2026-11-25", "closes": "20:00"}
    form = {f"{pk}-{name}": value for name, value in hours.items()}
    form |= {f"{other.pk}-{name}": value for name, value in (hours | {"closes_on": "2026-11-24"}).items()}
    nadia.post("gestion/distributions/1/catalogues/", form)
    rows = Participation.objects.order_by("pk").values_list("orders_close_at", flat=True)
    assert list(rows) == [None, datetime(2026, 11, 24, 20, tzinfo=PARIS)]


def test_a_copy_has_the_same_hours_a_week_after_the_last(play: Cast, nadia: Visitor) -> None:
    Participation.objects.update(orders_close_at=datetime(2026, 11, 24, 20, tzinfo=PARIS))
    add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    page = nadia.get("gestion/distributions/1/copie/")
    for value in ("2026-12-10", "18:30", "2026-12-09", "20:00", "Salle des Aulnes"):
        assert f'value="{value}"' in page
    form = {
        "day": "2026-12-10", "starts": "18:30", "ends": "19:30", "place": "Salle des Aulnes", "opens_on": "2026-12-04",
        "opens": "08:30", "closes_on": "2026-12-09", "closes": "20:00", "catalogs": [str(play.catalog.pk)],
    }  # fmt: skip
    nadia.post("gestion/distributions/1/copie/", form)
    copied = Participation.objects.get(distribution__day="2026-12-10")
    assert copied.orders_close_at == datetime(2026, 12, 8, 20, tzinfo=PARIS)


def test_a_calendar_reads_what_was_ordered_at_a_secret_address_that_changes(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    Distribution.objects.filter(pk=later.pk).update(cancelled_at=TUESDAY, cancelled_why="Neige.")
    alice = Visitor(play.alice)
    assert "Créer mon adresse d’agenda" in words(alice.get("agenda/"))
    alice.post("agenda/nouvelle-adresse/")
    token = CalendarFeed.objects.get().token
    assert f"webcal://testserver/g/vallon/agenda/{token}.ics" in alice.get("agenda/")
    answer = Client().get(f"/g/vallon/agenda/{token}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = [
        (str(each["summary"]), each.decoded("dtstart"), str(each["description"]), str(each["status"]))
        for each in Calendar.from_ical(answer.content).walk("VEVENT")
    ]
    assert events == [
        (
            "Distribution, Les Paniers du Vallon",
            play.distribution.starts_at,
            "Votre commande\u202f: 10,80\xa0€.",
            "CONFIRMED",
        ),
        ("Annulée\u202f: distribution, Les Paniers du Vallon", later.starts_at, "Neige.", "CANCELLED"),
    ]
    alice.post("agenda/nouvelle-adresse/")
    assert Client().get(f"/g/vallon/agenda/{token}.ics").status_code == 404


def test_one_distribution_is_put_into_a_calendar_from_the_thanks(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    alice = Visitor(play.alice)
    assert "/g/vallon/commande/1/agenda.ics" in alice.get("commande/1/merci/")
    event = Calendar.from_ical(alice.get("commande/1/agenda.ics")).walk("VEVENT")[0]
    assert (str(event["location"]), event.decoded("dtend")) == ("Salle des Aulnes", play.distribution.ends_at)


def test_withdrawing_a_catalog_names_who_ordered_of_it_as_the_members_are_listed(play: Cast, nadia: Visitor) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.bob, {play.bread: 1})
    page = words(nadia.get("gestion/distributions/1/catalogues/1/retrait/"))
    listed = [member.name for member in play.group.memberships.filter(pk__in=[play.alice.pk, play.bob.pk]).by_name()]
    assert f"{', '.join(listed)} Le producteur reçoit un message" in page


def test_a_catalog_is_shifted_as_its_page_showed_and_put_back_from_the_toast(play: Cast, nadia: Visitor) -> None:
    meat = add_catalog(add_vendor(play.group, "Élevage du Causse"), "Viande")
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=meat)
    merguez = add_product(meat, "Merguez", "9.00")
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    play.order(play.alice, {merguez: 2, play.bread: 1})
    page = f"gestion/distributions/1/catalogues/{meat.number}/decalage/"
    assert "cochez d’abord ce catalogue en la modifiant" in words(nadia.get(page))
    Participation.objects.create(group=play.group, distribution=later, catalog=meat)
    assert "?vers=2" in nadia.get(page)
    shown = words(nadia.get(f"{page}?vers=2"))
    assert "1 foyer 18,00 €" in shown
    assert "Jeu. 26 nov. 23,40 € → 5,40 €" in shown
    assert "Jeu. 3 déc. 0,00 € → 18,00 €" in shown
    sent = {"key": key(), "vers": "2", "count": "1", "seen": "1799", "why": "Panne."}
    assert nadia.post(page, sent).status_code == 409
    assert nadia.post(page, sent | {"key": key(), "seen": "1800"}).status_code == 302
    back = f"gestion/distributions/1/catalogues/{meat.number}/retour/"
    assert f"/g/vallon/{back}" in nadia.get("gestion/distributions/1/")
    assert "décalé au jeudi 3 décembre" in words(nadia.get("gestion/distributions/1/catalogues/"))
    assert nadia.get(f"{back}").count("Rétablir") > 1
    assert nadia.post(back, {"key": key()}).status_code == 302
    assert [str(each.total) for each in Basket.objects.order_by("distribution")] == ["23.40", "0.00"]


def test_a_cancelled_distribution_is_put_back_from_its_page(play: Cast, nadia: Visitor) -> None:
    play.order(play.alice, {play.bread: 2})
    sent = {"key": key(), "count": "1", "seen": "1080", "why": ""}
    nadia.post("gestion/distributions/1/annulation/", sent)
    assert "annulation/retour/" in nadia.get("gestion/distributions/1/")
    assert "1 commande, telle qu’elle était" in words(nadia.get("gestion/distributions/1/annulation/retour/"))
    assert nadia.post("gestion/distributions/1/annulation/retour/", {"key": key()}).status_code == 302
    assert str(Basket.objects.get().total) == "10.80"
    Distribution.objects.update(cancelled_at=TUESDAY)  # long ago, when nothing was kept
    assert "Il n’y a rien à annuler ici" in words(nadia.get("gestion/distributions/1/annulation/retour/"))


def test_a_second_tap_on_shifting_putting_back_and_withdrawing_leads_where_the_first_did(
    play: Cast, nadia: Visitor
) -> None:
    meat = add_catalog(add_vendor(play.group, "Élevage du Causse"), "Viande")
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog, meat])
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=meat)
    play.order(play.alice, {add_product(meat, "Merguez", "9.00"): 2, play.bread: 1})
    page = f"gestion/distributions/1/catalogues/{meat.number}/"
    shift = {"key": key(), "vers": str(later.number), "count": "1", "seen": "1800", "why": ""}
    back, withdraw = {"key": key()}, {"key": key(), "count": "1", "seen": "1800"}
    for path, sent in (("decalage/", shift), ("retour/", back), ("retrait/", withdraw)):
        assert [nadia.post(page + path, sent).status_code for _tap in range(2)] == [302, 302], path
    assert str(Basket.objects.get(distribution=play.distribution).total) == "5.40"
    assert nadia.post(page + "retrait/", withdraw | {"key": key()}).status_code == 409
