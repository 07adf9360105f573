"""A message to a list, and a name under which it is kept."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.announcements.models import BODY_MAX, NAME_MAX, SUBJECT_MAX
from cabas.announcements.placeholders import PlaceholderUnknown, words_in
from cabas.announcements.writing import Message

ROWS = 12


class ManyFiles(forms.FileInput):
    """Several at once."""

    allow_multiple_selected = True


class MessageForm(forms.Form):
    """To whom, the fact in a line, the text."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("À qui"),
        error_messages={
            "required": _("Choisissez à qui écrire."),
            "invalid_choice": _("Cette liste n’existe pas dans le groupe\u202f: choisissez-en une autre."),
        },
    )
    subject = forms.CharField(
        label=_("Objet"),
        max_length=SUBJECT_MAX,
        help_text=_("Le nom du groupe s’ajoute devant. Dites-y l’essentiel\u202f: beaucoup ne lisent que cela."),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Il manque l’objet.")},
    )
    body = forms.CharField(
        label=_("Texte"),
        max_length=BODY_MAX,
        help_text=_("Une ligne vide commence un paragraphe, « - » un élément de liste."),
        widget=forms.Textarea({"rows": ROWS}),
        error_messages={"required": _("Il manque le texte.")},
    )

    joined = forms.FileField(
        label=_("Joindre des fichiers"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF ou images, trois au plus, 3 Mo chacun. Le lieu d’une photo est effacé."),
        widget=ManyFiles({"accept": "application/pdf,image/jpeg,image/png,image/webp,image/heic,image/heif"}),
    )

    def __init__(self, *args: Any, lists: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].choices = [("", _("Choisir une liste")), *lists]  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid4

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_body(self) -> str:
        return self._known("body")

    def _known(self, field: str) -> str:
        text: str = self.cleaned_data[field]
        try:
            words_in(text)
        except PlaceholderUnknown as unknown:
            raise forms.ValidationError(str(unknown)) from unknown
        return text

    @property
    def message(self) -> Message:
        return Message(self.cleaned_data["subject"], self.cleaned_data["body"])


class TemplateForm(forms.Form):
    """What is kept under a name."""

    name = forms.CharField(max_length=NAME_MAX)
    subject = forms.CharField(max_length=SUBJECT_MAX)
    body = forms.CharField(max_length=BODY_MAX)
