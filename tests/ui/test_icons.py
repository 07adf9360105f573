"""The sprite holds every icon that pages ask for, exactly as the wheel draws it."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from cabas.ui import icons

PACKAGE = Path(icons.__file__).parents[1]
ASKED = re.compile(r"""{%\s*icon\s+"([a-z0-9-]+)"|\bicon="([a-z0-9-]+)\"""")


def test_the_committed_sprite_is_the_one_the_wheel_draws() -> None:
    assert icons.SPRITE.read_text() == icons.sprite()


def test_every_icon_of_every_template_is_in_the_sprite() -> None:
    asked = {
        found[0] or found[1]
        for template in PACKAGE.glob("*/templates/**/*.html")
        for found in ASKED.findall(template.read_text())
    }
    assert asked - icons.NAMES == set()


def test_every_drawing_is_in_its_file() -> None:
    drawings = ElementTree.parse(PACKAGE / "ui/static/ui/food.svg")
    assert {symbol.get("id") for symbol in drawings.getroot()} == icons.FOOD


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(icons.UnknownIcon):
        Template('{% icon "unicorn" %}').render(Context())


def test_an_icon_is_hidden_from_screen_readers() -> None:
    html = Template('{% icon "signature" 24 %}').render(Context())
    assert html == '<svg class="i i-24" aria-hidden="true"><use href="/static/ui/icons.svg#signature"/></svg>'
