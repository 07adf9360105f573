"""A paper is set by typst from a template of ours and data: what people wrote is data, never markup.

The fonts are ours, or those that typst carries: the same data make the same bytes on every machine.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

PACKAGE = Path(__file__).resolve().parents[1]  # a template imports the common look as "/sheets/paper/look.typ"
FONTS = Path(__file__).parent / "paper" / "fonts"


class PaperNotSet(ValueError):
    """The template and its data do not go together: a fault of ours."""


def pdf(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of a template of this package, tagged for screen readers; `at`: the moment it bears.

    `data`: texts, numbers, lists and mappings of them. Raises `PaperNotSet`.
    """
    try:
        return typst.compile(
            template,
            root=PACKAGE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as fault:
        raise PaperNotSet(str(fault)) from fault


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
