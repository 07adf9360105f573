"""How amounts, weights, days and hours are written in French: plain functions, exact spaces, no locale setting."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.utils import timezone

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
ABOUT = "≈"
LOCALE = "fr"


class Amount(Protocol):
    """What a Money is to this module: whole cents."""

    @property
    def cents(self) -> int: ...


def _cents(amount: Amount | Decimal | int) -> int:
    """Whole cents of a Money; a plain number is taken as euros."""
    if isinstance(amount, int | Decimal):
        return int((Decimal(amount) * 100).to_integral_value(ROUND_HALF_UP))
    return amount.cents


def _unsigned_euros(cents: int) -> str:
    units, rest = divmod(abs(cents), 100)
    return f"{units:,}".replace(",", NARROW) + f",{rest:02d}{NO_BREAK}€"


def euros(amount: Amount | Decimal | int) -> str:
    """« 12,50 € », « 1 234,50 € », « −12,50 € »: the minus is U+2212."""
    cents = _cents(amount)
    return (MINUS if cents < 0 else "") + _unsigned_euros(cents)


def signed(amount: Amount | Decimal | int) -> str:
    """« + 22,90 € », « − 23,40 € », as ledgers print them; zero has no sign."""
    cents = _cents(amount)
    if cents == 0:
        return _unsigned_euros(cents)
    return ("+" if cents > 0 else MINUS) + NO_BREAK + _unsigned_euros(cents)


def about(text: str) -> str:
    """« ≈ 6,00 € »: an amount or a weight that the scale will settle."""
    return f"{ABOUT}{NO_BREAK}{text}"


def machine_value(amount: Amount | Decimal | int) -> str:
    """`-12.50`: the `value` of a `<data>` element, whatever the locale."""
    cents = _cents(amount)
    units, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{units}.{rest:02d}"


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
    """The calendar day, in the installation's time zone for an aware moment."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _this_year() -> int:
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).year


def _dated(pattern: str, with_year: str) -> Callable[[date, int | None], str]:
    def write(value: date, current_year: int | None = None) -> str:
        day = _day(value)
        is_current = day.year == (current_year or _this_year())
        return format_date(day, pattern if is_current else with_year, locale=LOCALE)

    return write


_long = _dated("EEEE d MMMM", "EEEE d MMMM y")
_short = _dated("EEE d MMM", "EEE d MMM y")


def day_long(value: date, current_year: int | None = None) -> str:
    """« jeudi 26 novembre »; the year only when it is not the current one; « 1er » on the first."""
    return _first(_long(value, current_year))


def day_short(value: date, current_year: int | None = None) -> str:
    """« jeu. 26 nov. »; the year only when it is not the current one."""
    return _first(_short(value, current_year))


def _first(text: str) -> str:
    weekday_, day, rest = text.split(" ", 2)
    return f"{weekday_} {'1er' if day == '1' else day} {rest}"


def day_month(value: date) -> str:
    """« 26 novembre »."""
    return format_date(_day(value), "d MMMM", locale=LOCALE).replace("1 ", "1er ", _day(value).day == 1)


def weekday(value: date) -> str:
    """« jeudi »."""
    return format_date(_day(value), "EEEE", locale=LOCALE)


def weekday_short(value: date) -> str:
    """« jeu. »."""
    return format_date(_day(value), "EEE", locale=LOCALE)


def month_short(value: date) -> str:
    """« nov. »."""
    return format_date(_day(value), "MMM", locale=LOCALE)


def month_long(value: date) -> str:
    """« novembre 2026 », as a heading of a history."""
    return format_date(_day(value), "LLLL y", locale=LOCALE)


def hour(value: datetime | time) -> str:
    """« 18 h 30 », « 20 h » on the hour."""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    minutes = f"{NO_BREAK}{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{NO_BREAK}h{minutes}"


def date_field(value: date) -> str:
    """« 26/11/2026 », as dates are written in fields."""
    return f"{_day(value):%d/%m/%Y}"


def datetime_short(value: datetime, current_year: int | None = None) -> str:
    """« jeu. 26 nov., 18 h 42 »."""
    return f"{day_short(value, current_year)}, {hour(value)}"
