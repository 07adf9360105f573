"""The nodes of which most of a page is made, each the quick sister of the one that Django has: they write the same.

A node becomes its sister once its template is compiled (`cabas.rendering.quickening`): `prepare` looks once at what
stays the same each time.
"""

from typing import Any

from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Template,
    TextNode,
    Variable,
    VariableDoesNotExist,
    VariableNode,
)
from django.template.defaulttags import CycleNode, ForNode, IfChangedNode, IfNode, URLNode, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, construct_relative_path
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from cabas.rendering.addresses import address
from cabas.rendering.expressions import NOT_THERE, QuickExpression, in_context, quick, quick_all, quick_named, written

WITH_STATE = (BlockNode, ExtendsNode, CycleNode, IfChangedNode)
SAME_EACH_TIME = "is_the_same_each_time"  # said of a tag whose result depends on what is written in the template only


class QuickNodes(NodeList):
    """A row of nodes, asked one after the other without the detour that explains errors on a page of its own."""

    def render(self, context: Any) -> SafeString:
        return SafeString("".join([node.render(context) for node in self]))


class QuickNode(Node):
    def prepare(self) -> None:
        """Look at what stays the same."""

    def render_annotated(self, context: Any) -> Any:
        return self.render(context)


class QuickText(QuickNode, TextNode):
    def render_annotated(self, context: Any) -> Any:
        return self.s


class QuickWritten(QuickNode, VariableNode):
    def prepare(self) -> None:
        self.filter_expression = quick(self.filter_expression)

    def render(self, context: Any) -> str:
        return written(self.filter_expression.resolve(context), context)


class QuickIf(QuickNode, IfNode):
    def prepare(self) -> None:
        for condition, _nodes in self.conditions_nodelists:
            _prepare_condition(condition)

    def render(self, context: Any) -> Any:
        for condition, nodes in self.conditions_nodelists:
            if condition is None or _holds(condition, context):
                return nodes.render(context)
        return ""


def _holds(condition: Any, context: Any) -> Any:
    try:
        return condition.eval(context)
    except VariableDoesNotExist:  # what a filter was to be given
        return None


def _prepare_condition(condition: Any) -> None:
    """The values in it, however deep: `a and not b.c`."""
    for part in (getattr(condition, "first", None), getattr(condition, "second", None)):
        if part is not None:
            _prepare_condition(part)
    if isinstance(getattr(condition, "value", None), FilterExpression):
        condition.value = value = quick(condition.value)
        if isinstance(value, QuickExpression):
            condition.eval = value.resolve_or_none


class QuickFor(QuickNode, ForNode):
    def prepare(self) -> None:
        self.sequence = quick(self.sequence)


class QuickWith(QuickNode, WithNode):
    def prepare(self) -> None:
        self.extra_context = quick_named(self.extra_context)


class QuickInclude(QuickNode, IncludeNode):
    """`{% include "ui/_field.html" %}`: found once."""

    def prepare(self) -> None:
        self.template = quick(self.template)
        self.extra_context = quick_named(self.extra_context)
        self.found: dict[str, Template | NodeList] = {}

    def render(self, context: Any) -> Any:
        name = self.template.resolve(context)
        if self.isolated_context or not isinstance(name, str):
            return super().render(context)
        if name not in self.found:
            self.found[str(name)] = self._found(name, context)
        context.dicts.append({key: value.resolve(context) for key, value in self.extra_context.items()})
        try:
            return self.found[name].render(context)
        finally:
            context.dicts.pop()

    def _found(self, name: str, context: Any) -> Template | NodeList:
        """What has blocks or turns of its own is a template of its own; the rest is written as if it stood here."""
        path = construct_relative_path(str(self.origin.template_name), name)
        template: Any = context.template.engine.get_template(path)
        has_state = any(template.nodelist.get_nodes_by_type(kind) for kind in WITH_STATE)
        return template if has_state else template.nodelist  # type: ignore[no-any-return]


class QuickTag(QuickNode, SimpleNode):
    """`{% money total %}`; an icon is written once."""

    def prepare(self) -> None:
        self.args, self.kwargs = quick_all(self.args), quick_named(self.kwargs)
        is_constant = not any(map(_varies, [*self.args, *self.kwargs.values()]))
        self.is_kept = is_constant and hasattr(self.func, SAME_EACH_TIME) and self.target_var is None
        self.kept: str | None = None

    def render(self, context: Any) -> Any:
        if self.kept is not None:
            return self.kept
        result = super().render(context)
        if self.is_kept:
            self.kept = result
        return result


def _varies(value: Any) -> bool:
    """Does it depend on more than what is written in the template?"""
    return bool(value.is_var or value.filters)


class QuickStatic(QuickNode, StaticNode):
    """The address of an asset, which has the mark of its content in its name."""

    def prepare(self) -> None:
        self.is_kept = self.varname is None and not _varies(self.path)
        self.kept: str | None = None

    def render(self, context: Any) -> Any:
        if self.kept is None or not self.is_kept:
            self.kept = super().render(context)
        return self.kept


class QuickUrl(QuickNode, URLNode):
    def prepare(self) -> None:
        self.args, self.kwargs = quick_all(self.args), quick_named(self.kwargs)
        self.is_named = not self.args and self.asvar is None

    def render(self, context: Any) -> Any:
        if not self.is_named:
            return super().render(context)
        values = {name: value.resolve(context) for name, value in self.kwargs.items()}
        return written(address(self.view_name.resolve(context), values, _place_of(context)), context)


def _place_of(context: Any) -> str | None:
    """The namespace of the page, as Django asks for it."""
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    place: str | None = getattr(request, "current_app", None) or getattr(match, "namespace", None)
    return place


class QuickTranslation(QuickNode, TranslateNode):
    """`{% translate "Commander" %}`: looked up once in each language."""

    def prepare(self) -> None:
        expression = self.filter_expression
        is_constant = not expression.filters and isinstance(expression.var, Variable) and expression.var.lookups is None
        self.is_kept = is_constant and not self.message_context and not self.asvar
        self.kept: dict[str | None, str] = {}

    def render(self, context: Any) -> Any:
        if not self.is_kept:
            return super().render(context)
        language = get_language()
        if language not in self.kept:
            self.kept[language] = super().render(context)
        return self.kept[language]


class _Unsaid(LookupError):
    """A value is not there, or what counts is no number."""


class QuickSentence(QuickNode, BlockTranslateNode):
    """`{% blocktranslate %}`: the sentence is put together once; what goes into it, each time."""

    def prepare(self) -> None:
        self.extra_context = quick_named(self.extra_context)
        self.counter = quick(self.counter)
        self.said, self.names = self.render_token_list(self.singular)
        self.said_of_many, more = self.render_token_list(self.plural) if self.plural else ("", [])
        self.names = [*dict.fromkeys([*self.names, *more])]
        self.is_counted = bool(self.plural and self.countervar and self.counter)

    def render(self, context: Any, nested: bool = False) -> Any:
        """What has a context, a name of its own or a fault goes the way that Django has for it."""
        if nested or self.message_context or self.asvar:
            return super().render(context, nested)
        context.dicts.append({name: value.resolve(context) for name, value in self.extra_context.items()})
        try:
            return self._sentence(context) % {name: self._value(name, context) for name in self.names}
        except (KeyError, ValueError, _Unsaid):
            pass
        finally:
            context.dicts.pop()
        return super().render(context)

    def _value(self, name: str, context: Any) -> str:
        value = in_context(name, context)
        if value is NOT_THERE:
            raise _Unsaid
        return written(value, context)

    def _sentence(self, context: Any) -> str:
        """In the language of the reader, for this number."""
        if not self.is_counted:
            return gettext(self.said)
        counter: Any = self.counter
        number = counter.resolve(context)
        if not isinstance(number, (int, float)):
            raise _Unsaid
        context.dicts[-1][self.countervar] = number
        return ngettext(self.said, self.said_of_many, number)
