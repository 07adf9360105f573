"""Filters and tags of every template: formats, icons, amounts."""

from collections.abc import Callable
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cabas.ui import formats, icons

register = template.Library()

Money = Any  # templates meet Money, None and ""


def _filter(name: str, write: Callable[[Any], str]) -> None:
    """Register a format under `name`; an absent value (None, "") writes nothing."""

    @register.filter(name)
    def written(value: Any) -> str:
        return "" if value is None or value == "" else write(value)


_filter("euros", formats.euros)
_filter("signed", formats.signed)
_filter("about", formats.about)
_filter("number", formats.number)
_filter("grams", formats.grams)
_filter("day_long", formats.day_long)
_filter("day_short", formats.day_short)
_filter("day_month", formats.day_month)
_filter("weekday", formats.weekday)
_filter("weekday_short", formats.weekday_short)
_filter("month_short", formats.month_short)
_filter("month_long", formats.month_long)
_filter("hour", formats.hour)
_filter("date_field", formats.date_field)
_filter("datetime_short", formats.datetime_short)


@register.filter
def opening(text: str) -> str:
    """The text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """`{% icon "signature" %}`: decorative, always beside a word; `size` is 20 or 24."""
    icons.require_known(name)
    large = " i-24" if size == 24 else ""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>', large, static("ui/icons.svg"), name
    )


@register.simple_tag
def money(amount: Money, approx: bool = False, signed: bool = False) -> SafeString | str:
    """`{% money total %}`: `<data value="12.50">12,50 €</data>`, with « ≈ » before an estimate."""
    if amount is None or amount == "":
        return ""
    text = formats.signed(amount) if signed else formats.euros(amount)
    return format_html(
        '<data value="{}">{}</data>', formats.machine_value(amount), formats.about(text) if approx else text
    )
