"""What a group sets of itself: its name, its words, its places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Place

OFF = {"autocomplete": "off"}


class WordsForm(forms.ModelForm[Group]):
    """What the group is called and what it says to its members."""

    class Meta:
        model = Group
        fields = ["name", "home_word", "paper_word"]
        labels = {
            "name": _("Nom du groupe"),
            "home_word": _("Mot en tête de l’accueil"),
            "paper_word": _("Mot imprimé sur l’émargement"),
        }
        help_texts = {
            "home_word": _("Tous les membres le lisent en arrivant. Vide, rien ne s’affiche."),
            "paper_word": _("Une consigne pour ceux qui viennent ou qui servent."),
        }
        error_messages = {"name": {"required": _("Indiquez le nom du groupe.")}}
        widgets = {
            "name": forms.TextInput(OFF),
            "home_word": forms.Textarea({"rows": 3}),
            "paper_word": forms.Textarea({"rows": 2}),
        }


class PlaceForm(forms.ModelForm[Place]):
    """A place: its name, its address."""

    class Meta:
        model = Place
        fields = ["name", "address"]
        labels = {"name": _("Nom du lieu"), "address": _("Adresse du lieu")}
        error_messages = {"name": {"required": _("Indiquez le nom du lieu.")}}
        widgets = {"name": forms.TextInput(OFF), "address": forms.TextInput(OFF)}

    def __init__(self, data: Any = None, *, instance: Place | None = None) -> None:
        named = instance.pk if instance and instance.pk else "new"
        super().__init__(data, instance=instance, auto_id=f"place-{named}-%s")
