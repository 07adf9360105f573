"""A group of examples is its host's alone, holds nobody real but them, sends nothing, and goes without a trace."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail as mailbox

from cabas.announcements.tasks import tell as announce
from cabas.closing.tasks import tend
from cabas.demo.removing import remove_groups
from cabas.distributions.models import Basket
from cabas.examples.making import NotAHost, make_example, remake_example
from cabas.examples.models import Example
from cabas.examples.removing import remove_example
from cabas.groups.editing import Edited, edit_member
from cabas.groups.members import AlreadyMember, NewHousehold, NewPerson, add_member
from cabas.groups.models import OFFICES, Adult, Group, RoleHolder
from cabas.hosting.facts import facts
from cabas.hosting.listing import groups_listed
from cabas.ledger.books import BookNotDisposable
from cabas.mail.models import MailPreference, OutgoingMail, State
from cabas.mail.tasks import send_waiting
from cabas.payments.online.interface import Keys
from cabas.payments.online.keys import enter
from cabas.payments.online.providers import NoSuchProvider, offers
from cabas.people.models import User
from cabas.producers.inviting import invite
from cabas.producers.tasks import send_closed_orders
from cabas.volunteering.tasks import tell as tell_volunteers
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast
from tests.examples.conftest import new_host

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("examples")]  # one group of examples for all of them


@pytest.fixture
def real(example: Group) -> Cast:
    play = cast("halles")
    play.order(play.alice, {play.bread: 1})
    return play


def rows_of(group: Group) -> Counter[str]:
    """How many rows each model holds of this group, and of its book."""
    found = Counter[str]()
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        for name, holder in (("group", group), ("book", group.book)):
            if name in names and model._meta.get_field(name).related_model is type(holder):
                found[model.__name__] = model._default_manager.filter(**{name: holder}).count()
    return found


def test_its_host_orders_there_and_holds_every_role(example: Group, host: User) -> None:
    roles = RoleHolder.objects.filter(group=example, person=host).values_list("role", flat=True)
    assert set(roles) == set(OFFICES)
    assert Adult.objects.get(group=example, person=host).membership.number == 24
    assert example.distributions.count() == 5
    assert (example.is_example, example.is_starting) == (True, False)


def test_everybody_else_is_invented_and_cannot_sign_in(example: Group, host: User) -> None:
    others = User.objects.exclude(pk=host.pk)
    with_address = others.exclude(email=None)
    assert with_address.exclude(email__endswith=f"@exemple-{example.pk}.invalid").count() == 0
    assert with_address.count() > 20
    assert not any(person.has_usable_password() or person.is_host for person in others)


def test_a_host_has_one_and_another_host_another(example: Group, host: User) -> None:
    assert make_example(by=host, at=TUESDAY) == example
    assert make_example(by=new_host("hoa@free.fr"), at=TUESDAY).slug == "exemple-2"
    with pytest.raises(NotAHost):
        make_example(by=cast("halles").alice.people[0], at=TUESDAY)


def test_an_address_that_is_written_there_becomes_one_of_nobody(example: Group, host: User, real: Cast) -> None:
    alice = real.alice.people[0]
    written = NewPerson("Alice", "Martin", alice.email)
    twin = add_member(example, NewHousehold([written]), at=TUESDAY)
    local = alice.email.removesuffix("@example.org")
    assert twin.people[0].email == f"{local.replace('@', '.')}@exemple-{example.pk}.invalid"
    with pytest.raises(AlreadyMember):
        add_member(example, NewHousehold([written]), at=TUESDAY)
    paul = example.memberships.with_people().get(search_name__contains="hamon")
    edited = Edited(NewHousehold([NewPerson("Paul", "Hamon", "paul@free.fr")]), [paul.people[0]])
    edit_member(paul, edited, by=host, at=TUESDAY)
    farmer = invite(example.vendors.first(), NewPerson("Alice", "Martin", "alix@free.fr"), by=host, at=TUESDAY)
    assert User.objects.get(pk=paul.people[0].pk).email == f"paul.free.fr@exemple-{example.pk}.invalid"
    assert farmer.person.email == f"alix.free.fr@exemple-{example.pk}.invalid"
    assert set(alice.households.values_list("group__slug", flat=True)) == {"halles"}


def test_no_mail_ever_leaves_whatever_the_rounds_write(example: Group, host: User) -> None:
    reader = Adult.objects.filter(group=example, person__email__startswith="camille.").get().person
    MailPreference.objects.create(group=example, person=reader, is_daily=True)
    for moment in (TUESDAY, TUESDAY + timedelta(days=1, hours=12), THURSDAY_EVENING + timedelta(days=1)):
        with time_machine.travel(moment, tick=False):
            for look in (announce, tend, send_closed_orders, tell_volunteers, send_waiting):
                look.func()
    written = OutgoingMail.objects.filter(group=example)
    assert {"E3", "E5"} <= set(written.values_list("kind", flat=True))
    assert written.filter(to=host.email).exists()
    assert not written.exclude(sent_at=None, attempts=0).exists()
    assert {mail.state for mail in written.select_related("group__book")} == {State.KEPT}
    assert mailbox.outbox == []
    assert (facts().mails_waiting, facts().mails_failed) == (0, 0)


def test_a_mail_of_a_real_group_leaves_beside_them(example: Group, real: Cast) -> None:
    send_waiting.func()
    assert {message.to[0] for message in mailbox.outbox} == {person.email for person in real.alice.people}


def test_cards_are_simulated_there_and_real_in_a_real_group(example: Group, host: User, real: Cast) -> None:
    assert [[offer.name for offer in offers(group)] for group in (example, real.group)] == [["simulated"], ["stripe"]]
    for group, provider in ((example, "stripe"), (real.group, "simulated")):
        with pytest.raises(NoSuchProvider):
            enter(group, provider, Keys("sk_live_1", "whsec_1"), by=host, at=TUESDAY)


def test_it_goes_whole_and_a_real_group_keeps_every_row(example: Group, host: User, real: Cast) -> None:
    before, people = rows_of(real.group), set(User.objects.filter(households__group=real.group))
    remove_example(Example.objects.get(group=example))
    assert rows_of(real.group) == before
    assert set(User.objects.all()) == people | {host}
    assert [group.slug for group in Group.objects.all()] == ["halles"]
    assert sum(rows_of(example).values()) == 0


def test_a_real_group_is_never_removed_even_if_it_is_called_an_example(example: Group, host: User, real: Cast) -> None:
    before = rows_of(real.group)
    mislabelled = Example(group=real.group, made_by=host, made_at=TUESDAY)
    with pytest.raises(BookNotDisposable):
        remove_example(mislabelled)
    with pytest.raises(BookNotDisposable):
        remove_groups([example, real.group])
    assert rows_of(real.group) == before
    assert Basket.objects.filter(group=example).exists()


def test_somebody_invented_who_was_taken_into_a_real_group_stays_there(example: Group, real: Cast) -> None:
    camille = User.objects.get(email__startswith="camille.moreau@")
    add_member(real.group, NewHousehold([NewPerson("Camille", "Moreau", camille.email)]), at=TUESDAY)
    remove_example(Example.objects.get(group=example))
    assert set(camille.households.values_list("group__slug", flat=True)) == {"halles"}


def test_it_is_made_anew_around_another_day(example: Group, host: User, real: Cast) -> None:
    before, later = rows_of(real.group), TUESDAY + timedelta(days=30)
    add_member(example, NewHousehold([NewPerson("Zoé", "Essai", "zoe@free.fr")]), at=TUESDAY)
    again = remake_example(by=host, at=later)
    assert (again.slug, again.memberships.count(), again.pk != example.pk) == ("exemple", 24, True)
    assert again.distributions.filter(starts_at__gt=later).count() == 3
    assert not User.objects.filter(last_name="Essai").exists()
    assert rows_of(real.group) == before


def test_it_counts_for_nothing_in_the_figures_of_hosts(example: Group, real: Cast) -> None:
    assert [group.slug for group in groups_listed(at=TUESDAY)] == ["halles"]


def test_a_demonstration_has_groups_and_no_examples(settings: Any, example: Group) -> None:
    settings.IS_DEMO = True
    assert not example.is_example
    assert [group.slug for group in groups_listed(at=TUESDAY)] == ["exemple"]
