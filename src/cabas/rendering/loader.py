"""Finds a template, and quickens it once for the life of the process."""

from typing import Any

from django.template.base import Origin, Template
from django.template.loaders import cached

from cabas.rendering.nodes import QuickNodes
from cabas.rendering.quickening import quicken


class Loader(cached.Loader):
    """Django’s own keeps what it compiled; this one quickens it first."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Raises `TemplateDoesNotExist`."""
        template: Any = super().get_template(template_name, skip)
        if not isinstance(template.nodelist, QuickNodes):
            quicken(template.nodelist)
        return template  # type: ignore[no-any-return]
