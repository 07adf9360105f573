"""What a template writes of a value is what Django writes, found and escaped by the shortest way.

Most of what a page shows are texts, numbers and attributes of objects: these are read here. Whatever else there is goes
the way that Django has for it.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django.template.base import FilterExpression, Variable, VariableDoesNotExist, render_value_in_context
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

NOT_THERE = object()
VARIABLES_MAX = 1_024


def written(value: Any, context: Any) -> str:
    """The value as `{{ value }}` writes it."""
    kind = type(value)
    if kind is SafeString:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return SafeString(escape(value)) if context.autoescape else value
    if kind is int:
        return str(value)
    return written(str(value), context) if isinstance(value, Promise) else render_value_in_context(value, context)


def in_context(name: str, context: Any) -> Any:
    """What the context holds under this name, the latest first; `NOT_THERE` where it holds nothing."""
    for names in reversed(context.dicts):
        if name in names:
            return names[name]
    return NOT_THERE


class QuickVariable(Variable):
    """`order.total`: a name of the context, then attributes of objects and keys of dictionaries."""

    __slots__ = ("first", "others")

    def __init__(self, plain: Variable) -> None:
        for name in Variable.__slots__:  # type: ignore[attr-defined]
            setattr(self, name, getattr(plain, name))
        self.first, *others = plain.lookups or [""]
        self.others = tuple(others)

    def resolve(self, context: Any) -> Any:
        """The value. Raises `VariableDoesNotExist`."""
        if self.lookups is None or self.translate:
            return super().resolve(context)
        first = self.first
        for names in reversed(context.dicts):
            if first in names:
                value = names[first]
                break
        else:
            raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (first, context))  # type: ignore[arg-type]
        for place, bit in enumerate(self.others):
            kind = type(value)
            if kind is dict:
                found = value.get(bit, NOT_THERE)
            else:
                is_odd = callable(value) or hasattr(kind, "__getitem__")
                found = NOT_THERE if is_odd else getattr(value, bit, NOT_THERE)
            if found is NOT_THERE:
                return _plainly(value, self.others[place:], context)
            value = found
        return _plainly(value, (), context) if callable(value) else value


class _Beginning(dict[str, Any]):
    """Where Django goes on from: the value under a name, and the engine of the template, as a context has them."""

    template: Any


def _plainly(value: Any, bits: tuple[str, ...], context: Any) -> Any:
    """The rest of the way as Django goes it: methods are called, lists are counted, errors are what they are."""
    beginning = _Beginning(it=value)
    beginning.template = context.template
    return _variable("it", *bits).resolve(beginning)


@lru_cache(maxsize=VARIABLES_MAX)
def _variable(*bits: str) -> Variable:
    return Variable(".".join(bits))


class QuickExpression(FilterExpression):
    """`order.total|euros`: what a filter asks for is looked at once, and not each time."""

    __slots__ = ("steps",)

    def __init__(self, plain: Any) -> None:
        self.token, self.filters, self.is_var = plain.token, plain.filters, plain.is_var
        self.var = quick_variable(plain.var)
        self.steps = [(_asks(step), step, [_argument(*one) for one in given]) for step, given in plain.filters]

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        """The value, or what stands for one that is not there."""
        if not self.is_var:
            value: Any = self.var
        else:
            try:
                value = self.var.resolve(context)
            except VariableDoesNotExist:
                value = None if ignore_failures else context.template.engine.string_if_invalid
                if value:
                    return super().resolve(context)
        for (localtime, autoescape, is_safe), step, given in self.steps:
            arguments = [one.resolve(context) if isinstance(one, Variable) else one for one in given]
            if localtime:
                value = template_localtime(value, context.use_tz)
            named = {"autoescape": context.autoescape} if autoescape else {}
            result = step(value, *arguments, **named)
            value = mark_safe(result) if is_safe and isinstance(value, SafeData) else result  # noqa: S308 - as Django
        return value

    def resolve_or_none(self, context: Any) -> Any:
        """For a condition: what is not there is not so."""
        return self.resolve(context, ignore_failures=True)


def _asks(step: Any) -> tuple[bool, bool, bool]:
    names = ("expects_localtime", "needs_autoescape", "is_safe")
    localtime, autoescape, is_safe = (bool(getattr(step, name, False)) for name in names)
    return localtime, autoescape, is_safe


def _argument(is_looked_up: bool, argument: Any) -> Any:
    return quick_variable(argument) if is_looked_up else mark_safe(argument)  # noqa: S308 - as Django


def quick_variable(plain: Any) -> Any:
    """The quick sister of a variable; anything else as it is."""
    return QuickVariable(plain) if type(plain) is Variable else plain


def quick(plain: Any) -> Any:
    """The quick sister of an expression; anything else as it is, and what is translated within a filter."""
    if type(plain) is not FilterExpression:
        return plain
    given = [argument for _step, arguments in plain.filters for _is_looked_up, argument in arguments]
    return plain if any(isinstance(one, Promise) for one in given) else QuickExpression(plain)


def quick_all(plain: Iterable[Any]) -> list[Any]:
    return [quick(one) for one in plain]


def quick_named(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: quick(one) for name, one in plain.items()}
