"""Ui is the app of the page shell, the components, the formats and the look; it knows no business rule."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cabas.ui"
    label = "ui"

    def ready(self) -> None:
        from cabas.ui.plurals import count_as_french_does
        from cabas.ui.wording import compile_what_is_newer

        compile_what_is_newer()
        count_as_french_does()
