"""What a quickened template writes is what Django writes, whatever is in it; an error is the same error."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Engine
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from cabas.money import Money
from cabas.rendering.nodes import QuickNodes

PARTS = {
    "part.html": "[{{ who }}|{{ extra }}|{{ person.name }}]",
    "blocks.html": "{% block inner %}own{% endblock %}",
    "base.html": "{% load i18n %}<{% block a %}A{% endblock %}>{% block b %}B{% endblock %}{% include 'part.html' %}",
    "self.html": "{{ n }}{% if n %}{% with n=n|add:'-1' %}{% include 'self.html' %}{% endwith %}{% endif %}",
}
SNIPPETS = (
    "{{ text }} {{ safe }} {{ number }} {{ nothing }} {{ lazy }} {{ amount }} {{ day }} {{ missing }} {{ decimal }}",
    "{{ person.name }} {{ person.missing }} {{ person.greet }} {{ person.needs }} {{ table.key }} {{ table.items }}",
    "{{ rows.0 }} {{ rows.9 }} {{ pairs.0.1 }} {{ person.deep.deeper.name }} {{ person.klass }} {{ person.deleting }}",
    "{{ person.table.keys }}",
    "{{ made }} {{ made.name }} {{ text.upper }} {{ person.missing.more }} {{ table.person.name }}",
    "{{ text|upper }} {{ missing|default:text }}",
    "{{ safe|lower }} {{ text|default:_('Commander') }} {{ day|date:'j F' }}",
    "{{ number|add:2 }} {{ text|cut:missing }}",
    "{% autoescape off %}{{ text }}{{ safe }}{{ number }}{{ lazy }}{% endautoescape %}",
    "{% if missing %}1{% elif person.name == 'Zoé <3' and not nothing %}2{% else %}3{% endif %}",
    "{% if text|cut:missing %}1{% else %}2{% endif %}{% if missing.more or number > 3 %}4{% endif %}",
    "{% for row in rows %}{{ forloop.counter }}{{ row }}{% if not forloop.last %}, {% endif %}{% empty %}0{% endfor %}",
    "{% for a, b in pairs %}{{ a }}-{{ b }}{% for c in rows %}{{ forloop.parentloop.first }}{% endfor %}{% endfor %}",
    "{% for x in missing %}{{ x }}{% empty %}none{% endfor %}{% for x in rows reversed %}{{ x }}{% endfor %}",
    "{% with a=person.name b=text|upper %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "{% include 'part.html' with who=text extra=1 %}{% include 'part.html' with who=text only %}{% include name %}",
    "{% include 'blocks.html' %}{% with n=3 %}{% include 'self.html' %}{% endwith %}",
    "{% extends 'base.html' %}{% load i18n %}{% block a %}{{ block.super }}{{ text }}{% endblock %}",
    "{% load i18n %}{% translate 'Commander' %}",
    "{% load i18n %}{% translate text %}{% translate 'Commander' as said %}{{ said|upper }}",
    "{% load i18n %}{% translate '100 %' %}{% translate 'Commander' noop %}{% translate 'Commander'|upper %}",
    "{% load i18n %}{% blocktranslate with who=person.name n=number %}De {{ who }}, {{ n }} %{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate count n=number %}{{ n }} foyer{% plural %}{{ n }} foyers{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate %}{{ missing }} et {{ text }}{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate count n=text %}{{ n }}{% plural %}{{ n }}s{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate trimmed asvar said %}\n a {{ text }}\n b {% endblocktranslate %}<{{ said }}>",
    "{% load static %}{% static 'ui/theme.css' %}{% comment %}no{% endcomment %}{% icon 'leaf' %}{% icon picture 24 %}",
    "{% money amount %}{% money amount signed=True %}{% money nothing %}{% money amount as kept %}{{ kept }}",
    "{% url 'groups:members' slug=slug %}{% url 'groups:members' slug='é' %}",
    "{% url 'groups:members' slug=slug as there %}{{ there }}{% url 'no such' as none %}{{ none }}",
    "{% url 'treasury:account' slug=slug number=number %}{% url 'treasury:account' slug=slug number='7' %}",
    "{% url 'treasury:account' slug=slug number=text %}",
    "{% url 'treasury:account' slug=slug %}",
    "{% cycle 'a' 'b' %}{% firstof missing text %}{% now 'Y' %}",
    "{% spaceless %}<b> {{ text }} </b> <i></i>{% endspaceless %}",
    '<c-leaf :day="day" /><c-notice icon="leaf">{{ text }}</c-notice>',
    '<c-line label="{% money amount %}" :amount="amount" />',
    "{{ person.raising }}",
)


class Person:
    name = "Zoé <3"
    klass = dict
    table = {"a": 1}

    def __repr__(self) -> str:
        return "a person"

    @property
    def raising(self) -> str:
        raise AttributeError("inside")

    def greet(self) -> str:
        return f"<{self.name}>"

    def needs(self, other: str) -> str:
        return other

    def deleting(self) -> str:
        raise AssertionError("a template changes nothing")

    deleting.alters_data = True  # type: ignore[attr-defined]


PERSON = Person()
CONTEXT = {
    "text": "a & <b>",
    "safe": mark_safe("<i>x</i>"),
    "number": 1234567,
    "decimal": 1.5,
    "nothing": None,
    "lazy": gettext_lazy("Commander"),
    "amount": Money(-1250),
    "day": date(2026, 11, 24),
    "person": PERSON,
    "table": {"key": "<v>", "person": PERSON},
    "rows": ["x", "y<"],
    "pairs": [("a", 1), ("b", 2)],
    "made": Person,
    "name": "part.html",
    "picture": "leaf",
    "slug": "les-paniers",
    "request": SimpleNamespace(resolver_match=SimpleNamespace(namespace="treasury")),
}


def _engine(loader: str) -> Engine:
    sources = {**PARTS, **{f"{place}.html": snippet for place, snippet in enumerate(SNIPPETS)}}
    cotton = ["django_cotton.cotton_loader.Loader"]
    return Engine(
        loaders=[(loader, [_cotton_of(sources), *cotton, "django.template.loaders.app_directories.Loader"])],
        builtins=["django_cotton.templatetags.cotton", "cabas.ui.templatetags.cabas"],
        libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"},
    )


def _cotton_of(sources: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Components are written as elements: what django_cotton makes of a file, it makes of these."""
    from django_cotton.compiler_regex import CottonCompiler

    return "django.template.loaders.locmem.Loader", {name: CottonCompiler().process(s) for name, s in sources.items()}


def _written(engine: Engine, place: int) -> tuple[str, Any]:
    template = engine.get_template(f"{place}.html")
    try:
        return "written", [template.render(Context(CONTEXT)) for _again in range(2)]
    except Exception as error:  # noqa: BLE001 - whichever it is, both raise it
        return "raised", (type(error), str(error))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_written_is_what_django_writes(language: str) -> None:
    plain, quick = _engine("django.template.loaders.cached.Loader"), _engine("cabas.rendering.loader.Loader")
    with override("en" if language == "fr" else "fr"):  # what is kept is kept for a language
        [_written(quick, place) for place in range(len(SNIPPETS))]
    with override(language):
        for place, snippet in enumerate(SNIPPETS):
            assert _written(quick, place) == _written(plain, place), snippet
    assert isinstance(quick.get_template("0.html").nodelist, QuickNodes)
