"""Once Django has compiled a template, each node that has a quick sister becomes her; any other stays what it is."""

from typing import Any

from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, URLNode, WithNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode

from cabas.rendering import nodes as quick_nodes
from cabas.rendering.expressions import quick_variable

SISTERS: dict[type[Node], type[quick_nodes.QuickNode]] = {
    TextNode: quick_nodes.QuickText,
    VariableNode: quick_nodes.QuickWritten,
    IfNode: quick_nodes.QuickIf,
    ForNode: quick_nodes.QuickFor,
    WithNode: quick_nodes.QuickWith,
    IncludeNode: quick_nodes.QuickInclude,
    SimpleNode: quick_nodes.QuickTag,
    StaticNode: quick_nodes.QuickStatic,
    URLNode: quick_nodes.QuickUrl,
    TranslateNode: quick_nodes.QuickTranslation,
    BlockTranslateNode: quick_nodes.QuickSentence,
}
SILENT = (CommentNode, LoadNode)


def quicken(nodes: NodeList) -> None:
    """Every node of the row and of the rows within it."""
    kept: list[Any] = []
    for node in nodes:
        if isinstance(node, TextNode) and kept and isinstance(kept[-1], TextNode):
            kept[-1].s += node.s
        elif not isinstance(node, SILENT):
            _quicken_one(node)
            kept.append(node)
    nodes[:] = kept
    nodes.__class__ = quick_nodes.QuickNodes


def _quicken_one(node: Any) -> None:
    for rows in _rows_within(node):
        if type(rows) is NodeList:
            quicken(rows)
    if sister := SISTERS.get(type(node)):
        node.__class__ = sister
        node.prepare()


def _rows_within(node: Any) -> list[Any]:
    """What a tag holds between its beginning and its end, and what is written in the attributes of a component."""
    if isinstance(node, IfNode):
        return [rows for _condition, rows in node.conditions_nodelists]
    given = [*getattr(node, "_prepared_attrs", ()), *getattr(node, "_prepared_vars", ())]
    return [*(getattr(node, name, None) for name in node.child_nodelists), *map(_row_given, given)]


def _row_given(attribute: Any) -> NodeList | None:
    """`:day="order.day"` is a variable, `label="{% translate … %}"` a row: `django_cotton` keeps either compiled."""
    value = attribute.compiled
    if hasattr(value, "_variable"):
        value._variable = quick_variable(value._variable)
        value = value._template
    return getattr(value, "nodelist", None)
