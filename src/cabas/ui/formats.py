"""How amounts, weights, days and hours are written: plain functions, exact spaces.

Days and hours follow the reader's language. Amounts and weights are those of the papers, in French, for everybody: a
number reads the same on a screen, a list, a receipt and in a file.
"""

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from django.utils.translation import get_language

from cabas.clock import PARIS, today
from cabas.money import Money

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
ABOUT = "≈"
LOCALES = {"fr": "fr", "en": "en_GB"}


@lru_cache(maxsize=4096)
def _unsigned_euros(cents: int) -> str:
    """A long list says the same few prices and totals again and again."""
    units, rest = divmod(abs(cents), 100)
    return f"{units:,}".replace(",", NARROW) + f",{rest:02d}{NO_BREAK}€"


def euros(amount: Money) -> str:
    """« 12,50 € », « 1 234,50 € », « −12,50 € »: the minus is U+2212."""
    said = _unsigned_euros(amount.cents)
    return MINUS + said if amount.cents < 0 else said


def in_currency(amount: Money, currency: str) -> str:
    """« 12,50 CHF »: money that is not that of the books."""
    return euros(amount).replace("€", currency)


def signed(amount: Money) -> str:
    """« + 22,90 € », « − 23,40 € », as ledgers print them; zero has no sign."""
    if amount.is_zero:
        return _unsigned_euros(0)
    return ("+" if amount.cents > 0 else MINUS) + NO_BREAK + _unsigned_euros(amount.cents)


def about(text: str) -> str:
    """« ≈ 6,00 € »: an amount or a weight that the scale will settle."""
    return f"{ABOUT}{NO_BREAK}{text}"


def machine_value(amount: Money) -> str:
    """`-12.50`: the `value` of a `<data>` element, whatever the locale."""
    units, cents = divmod(abs(amount.cents), 100)
    return f"{'-' if amount.cents < 0 else ''}{units}.{cents:02d}"


def number(value: Decimal | int) -> str:
    """« 1,2 », « 1 234 »: no trailing zeros."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", NARROW).replace(".", ",").replace("-", MINUS)


def grams(weight: Decimal | int) -> str:
    """« 240 g » below a kilo, « 1,2 kg » from there on."""
    value = Decimal(weight)
    if abs(value) < 1000:
        return f"{number(value)}{NO_BREAK}g"
    return f"{number(value / 1000)}{NO_BREAK}kg"


def _day(value: date) -> date:
    """The calendar day; a moment is taken in Paris."""
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value


def _is_french() -> bool:
    return get_language() != "en"


def _said(day: date, pattern: str) -> str:
    return _said_in(day, pattern, "fr" if _is_french() else "en")


@lru_cache(maxsize=1024)
def _said_in(day: date, pattern: str, language: str) -> str:
    """A long list says the same few days again and again."""
    return format_date(day, pattern, locale=LOCALES[language])


def _dated(value: date, pattern: str, current_year: int | None) -> str:
    day = _day(value)
    with_year = "" if day.year == (current_year or today().year) else " y"
    weekday_, number_, rest = _said(day, pattern + with_year).split(" ", 2)
    return f"{weekday_} {ordinal(number_)} {rest}"


def ordinal(number_: str) -> str:
    """« 1er », then « 2 », « 3 »: the day of a month."""
    return "1er" if number_ == "1" and _is_french() else number_


def day_long(value: date, current_year: int | None = None) -> str:
    """« jeudi 26 novembre »; the year only when it is not the current one; « 1er » on the first."""
    return _dated(value, "EEEE d MMMM", current_year)


def day_short(value: date, current_year: int | None = None) -> str:
    """« jeu. 26 nov. »; the year only when it is not the current one."""
    return _dated(value, "EEE d MMM", current_year)


def day_of_year(value: date) -> str:
    """« jeudi 26 novembre 2026 », as papers that are kept write it: with its year, whichever it is now."""
    day = _day(value)
    return f"{weekday(day)} {day_month(day)} {day.year}"


def day_month(value: date) -> str:
    """« 26 novembre », « 1er décembre »."""
    number_, month = _said(_day(value), "d MMMM").split(" ")
    return f"{ordinal(number_)} {month}"


def day_number(value: date) -> str:
    """« 26 », on a calendar leaf."""
    return str(_day(value).day)


def weekday(value: date) -> str:
    """« jeudi »."""
    return _said(_day(value), "EEEE")


def weekday_short(value: date) -> str:
    """« jeu. »."""
    return _said(_day(value), "EEE")


def month_short(value: date) -> str:
    """« nov. »."""
    return _said(_day(value), "MMM")


def month_long(value: date) -> str:
    """« novembre 2026 », as a heading of a history."""
    return _said(_day(value), "LLLL y")


def hour(value: datetime | time) -> str:
    """« 18 h 30 », « 20 h » on the hour; 18:30 and 20:00 in English."""
    local = value.astimezone(PARIS) if isinstance(value, datetime) else value
    if not _is_french():
        return f"{local:%H:%M}"
    minutes = f"{NO_BREAK}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NO_BREAK}h{minutes}"


def date_field(value: date) -> str:
    """« 26/11/2026 », as dates are written in fields."""
    return f"{_day(value):%d/%m/%Y}"


def datetime_short(value: datetime, current_year: int | None = None) -> str:
    """« jeu. 26 nov., 18 h 42 »."""
    return f"{day_short(value, current_year)}, {hour(value)}"
