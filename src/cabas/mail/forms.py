"""What a person chooses to receive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.mail.kinds import Level
from cabas.mail.preferences import Choice


class ChoicesForm(forms.Form):
    """A level, and whether what is not urgent leaves once a day."""

    level = forms.ChoiceField(
        label=_("Ce que je veux recevoir"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que vous voulez recevoir.")},
    )
    is_daily = forms.BooleanField(
        label=_("Un seul message par jour, à 18 h"),
        required=False,
        help_text=_("Ce qui n’est pas urgent attend le soir. L’argent et la connexion arrivent toujours aussitôt."),
    )

    def __init__(self, *args: Any, choice: Choice) -> None:
        super().__init__(*args)
        self.initial = {"level": choice.level, "is_daily": choice.is_daily}
