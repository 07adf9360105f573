"""« Aide » leads from each screen to the page about it, and from any other to the table of contents."""

from functools import lru_cache

from django.urls import reverse

from cabas.handbook.pages import page_of_views


@lru_cache(maxsize=512)
def help_address(view: str) -> str:
    """The address of the page about this view, by the name of its address."""
    name = page_of_views().get(view)
    return reverse("handbook_page", kwargs={"name": name}) if name else reverse("handbook")
