"""Filters and tags of every template: formats, icons, amounts, balances, fields, toasts."""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cabas.money import Money
from cabas.ui import balances, device, elision, fields, formats, icons, language, mail_text, toasts

register = template.Library()

LARGE = 24


def _writes(name: str, write: Callable[[Any], str]) -> None:
    """Register a format under `name`; an absent value (None, "") writes nothing."""

    @register.filter(name)
    def written(value: Any) -> str:
        return "" if value is None or value == "" else write(value)


_writes("of", elision.of)
_writes("euros", formats.euros)
_writes("signed", formats.signed)
_writes("machine_value", formats.machine_value)
_writes("about", formats.about)
_writes("number", formats.number)
_writes("grams", formats.grams)
_writes("day_long", formats.day_long)
_writes("day_short", formats.day_short)
_writes("day_of_year", formats.day_of_year)
_writes("day_month", formats.day_month)
_writes("day_number", formats.day_number)
_writes("weekday", formats.weekday)
_writes("weekday_short", formats.weekday_short)
_writes("month_short", formats.month_short)
_writes("month_long", formats.month_long)
_writes("hour", formats.hour)
_writes("date_field", formats.date_field)
_writes("datetime_short", formats.datetime_short)

register.filter("balance_lines", balances.lines)
register.filter("balance", balances.in_a_line)
register.filter("control", fields.control)
register.filter("options", fields.options)
register.filter("is_check", fields.is_check)
register.filter("undo", toasts.undo_of)
register.filter("is_alert", toasts.is_alert)
register.filter("mail_text", mail_text.as_html)


register.simple_tag(language.other_language)


@register.filter
def opening(text: Any) -> str:
    """The text with a capital first letter, the rest untouched."""
    words = str(text)
    return words[:1].upper() + words[1:]


@register.simple_tag
def icon(name: str, size: int | str = 20) -> SafeString:
    """`{% icon "signature" %}`: decorative, always beside a word; `size` is 20 or 24."""
    return icons.drawn(name, int(size) == LARGE)


@register.simple_tag
def food(name: str) -> SafeString:
    """`{% food "carottes" %}`: the cut-paper drawing that stands in for a missing photo."""
    return icons.food_drawn(name)


@register.simple_tag
def money(amount: Money | str | None, approx: bool = False, signed: bool = False) -> SafeString:
    """`{% money total %}`: `<data value="12.50">12,50 €</data>`, with « ≈ » before an estimate."""
    if not isinstance(amount, Money):
        return SafeString("")  # an absent value, None or ""
    text = formats.signed(amount) if signed else formats.euros(amount)
    return format_html(
        '<data value="{}">{}</data>', formats.machine_value(amount), formats.about(text) if approx else text
    )


@register.simple_tag
def person_mark(person: Any) -> str:
    """Whose page this is, for what a phone keeps; empty where nobody has signed in."""
    return device.person_mark(getattr(person, "pk", None))


@register.simple_tag
def device_key(person: Any) -> str:
    """What a phone seals what it keeps with."""
    return device.device_key(person.pk)
