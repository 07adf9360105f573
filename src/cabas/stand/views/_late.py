"""What was done without network is done when it comes, once; what cannot stand as it is becomes a named case.

The act and its row are written in one database transaction, under the lock of the book: neither is ever half there.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution, Receipt, Validation
from cabas.distributions.refusals import DistributionValidated
from cabas.ledger.locking import lock
from cabas.ledger.models import Act
from cabas.money import Money
from cabas.people.models import User
from cabas.stand.models import Case, OfflineAct
from cabas.stand.views._commands import Asked, Done
from cabas.stand.views._recording import REFUSALS, Answer, BasketGone, asked_of, basket_of, perform
from cabas.stand.views._sent import SentAct
from cabas.stand.weights_typed import TypedWeight, field_of
from cabas.ui import formats

WEIGHT_FIELD = "weight-"


def record_late(sent: SentAct, distribution: Distribution, *, by: User, at: datetime) -> Answer:
    """Do an act that somebody did before, without network; money that was taken is received whatever happened since."""
    with transaction.atomic():
        lock(distribution.group.book_id)
        kept = OfflineAct.objects.filter(group=distribution.group_id, key=sent.key).first()
        if kept is None:
            kept = _new(sent, distribution, by, at)
            _say_money(kept, Asked(Basket(), sent.fields, {}, "", by, at, shown=sent.shown))
            _do(kept, sent, distribution)
            kept.save()
        return _answer(kept)


def _new(sent: SentAct, distribution: Distribution, by: User, at: datetime) -> OfflineAct:
    return OfflineAct(
        group_id=distribution.group_id,
        distribution=distribution,
        number=sent.number,
        key=sent.key,
        kind=sent.kind,
        fields=dict(sent.fields),
        shown=sent.shown,
        made_at=sent.made_at(distribution, at),
        made_by=by,
        received_at=at,
    )


def _do(act: OfflineAct, sent: SentAct, distribution: Distribution) -> None:
    before = Act.objects.filter(book=distribution.group.book_id, key=str(sent.key)).first()
    if before is not None and not before.result.get("is_due_different"):  # it was done, and the answer got lost
        act.basket = Basket.objects.filter(distribution=distribution, number=sent.number).first()
        act.receipt_id, act.words = before.result.get("receipt"), _("enregistré")
        return
    try:
        basket = basket_of(distribution, sent.number)
        act.basket = basket
        asked = asked_of(sent, basket, _by(act), act.received_at, taken_on=local_date(act.made_at))
        _say_money(act, asked)
        if (
            before is not None
        ):  # it was answered, unheard, that another amount was due; the money was taken all the same
            asked = replace(asked, key=str(uuid5(sent.key, "taken")))
        _perform(act, asked)
    except REFUSALS as refusal:
        _look_at_refusal(act, refusal)


def _perform(act: OfflineAct, asked: Asked) -> None:
    if not any(line.quantity for line in asked.basket.lines.all()):
        raise BasketGone
    sound = {pk: weight for pk, weight in asked.typed.items() if weight.is_sound}
    with transaction.atomic():
        done = perform(act.kind, replace(asked, typed=sound))
        Basket.objects.filter(pk=asked.basket.pk, served_at=asked.at, served_by=asked.by).update(served_at=act.made_at)
    act.words = done.words
    act.receipt_id = done.taken.receipt_id if done.taken else None
    act.found = _found(act, asked, done)
    _look_at_what_was_done(act, asked, done, _not_taken(asked, sound))


def _say_money(act: OfflineAct, asked: Asked) -> None:
    if act.kind == "receipts":
        act.means, act.amount = asked.means[:10], asked.amount_to_take


def _found(act: OfflineAct, asked: Asked, done: Done) -> Money | None:
    """What was due, by the server, where the phone showed an amount."""
    if done.taken:
        return done.taken.found
    if act.kind != "servings" or asked.text("later"):
        return None
    return due(Basket.objects.with_amounts().get(pk=asked.basket.pk)).due


def _look_at_what_was_done(act: OfflineAct, asked: Asked, done: Done, not_taken: list[str]) -> None:
    sentences = list(not_taken)
    if not_taken:
        act.case = Case.WEIGHT
    if act.found is not None and asked.seen is not None and act.found != asked.seen:
        act.case = act.case or Case.DIFFERENCE
        said = {"shown": formats.euros(asked.seen), "found": formats.euros(act.found)}
        difference = _(
            "Le téléphone montrait %(shown)s, %(found)s étaient dus\u202f: la différence reste sur le compte."
        )
        sentences.append(difference % said)
    if done.taken and done.taken.was_settled and not asked.text("besides"):
        act.case, sentences = Case.TWICE, [_other_receipt(act), *not_taken]
    act.sentence = " ".join(sentences)


def _other_receipt(act: OfflineAct) -> str:
    others = Receipt.objects.live().filter(basket=act.basket_id).exclude(pk=act.receipt_id or 0)
    other = others.select_related("payment__recorded_by").order_by("-pk")[0].payment
    said = {"amount": formats.euros(other.amount), "at": formats.hour(other.recorded_at)}
    if other.recorded_by is None:
        return _("%(amount)s étaient déjà reçus à %(at)s.") % said
    return _("%(by)s avait encaissé %(amount)s à %(at)s.") % {"by": other.recorded_by.full_name, **said}


def _not_taken(asked: Asked, sound: Mapping[int, TypedWeight]) -> list[str]:
    """A sentence for each weight that was typed and is not posted: unreadable, far off, or of a line that is gone."""
    sentences = []
    known = {field_of(line) for line in asked.basket.lines.all() if line.is_weighed}
    for pk, weight in asked.typed.items():
        if pk not in sound:
            said = {"product": weight.line.product_name, "text": weight.text}
            sentences.append(_("%(product)s\u202f: le poids «\u202f%(text)s\u202f» n’a pas été pris.") % said)
    taken = {field_of(weight.line) for weight in asked.typed.values()}
    for name, text in asked.fields.items():
        if name.startswith(WEIGHT_FIELD) and text.strip() and name not in taken:
            there = _("un produit manquant") if name in known else _("un produit retiré entre-temps")
            said = {"text": text.strip()[:40], "there": there}
            sentences.append(
                _("Le poids «\u202f%(text)s\u202f» est celui d’%(there)s\u202f: il n’a pas été pris.") % said
            )
    return sentences


def _look_at_refusal(act: OfflineAct, refusal: Exception) -> None:
    """Nothing was recorded of it."""
    act.words, act.found, act.receipt_id = "", None, None
    if isinstance(refusal, DistributionValidated):
        act.case, act.sentence = Case.VALIDATED, _validated(act)
    else:
        act.case = Case.GONE if isinstance(refusal, BasketGone) else Case.REFUSED
        act.sentence = str(refusal)


def _validated(act: OfflineAct) -> str:
    live = Validation.objects.live().filter(distribution=act.distribution_id).select_related("by").get()
    said = {"at": formats.datetime_short(live.at), "by": live.by.full_name if live.by else _("Cabas")}
    return _("%(by)s avait validé la distribution (%(at)s)\u202f: rien n’est entré dans le panier.") % said


def _answer(act: OfflineAct) -> Answer:
    undo = {"kind": "undoing", "fields": {"receipt": str(act.receipt_id)}} if act.receipt_id else None
    if not act.case:
        return Answer(str(act.key), "done", act.words, undo)
    words = f"{act.get_case_display()}. {act.sentence}" if act.is_recorded else act.sentence
    return Answer(str(act.key), "flagged", words, undo)


def _by(act: OfflineAct) -> User:
    assert act.made_by is not None
    return act.made_by
