"""The entries of the menus: what this person may open in this group, and nothing else."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of the page shell."""
    return {}
