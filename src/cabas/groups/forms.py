"""Forms of the group's office: a household, a file to import, and what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cabas.groups.columns import ADDRESS, FIRST, LENGTHS_MAX, SECOND
from cabas.groups.editing import Edited
from cabas.groups.members import NewHousehold, NewPerson
from cabas.groups.models import OFFICES, Membership
from cabas.groups.personal_data import Freedom
from cabas.people.models import User
from cabas.people.phones import validate_phone
from cabas.sheets.columns import HEADING_AMONG_FIRST_ROWS, Column, Matching
from cabas.sheets.extent import letters
from cabas.sheets.reading import FILE_BYTES_MAX, Table, read_pasted, read_table
from cabas.sheets.refusals import FileRefused

NO_HEADINGS = "-"
SAMPLE_CELLS = 3
CHECKS = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


def _text(label: Any, key: str, *, missing: Any = "") -> forms.CharField:
    """A line of text, asked for where `missing` says what is missing."""
    messages = {"required": missing} if missing else {}
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, required=bool(missing), max_length=LENGTHS_MAX[key], widget=widget, error_messages=messages
    )


def _email(label: Any, key: str, help_text: Any = "") -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "off"})
    return forms.EmailField(
        label=label, required=False, max_length=LENGTHS_MAX[key], help_text=help_text, widget=widget
    )


def _phone(label: Any, key: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
    return forms.CharField(
        label=label, required=False, max_length=LENGTHS_MAX[key], widget=widget, validators=[validate_phone]
    )


class MemberForm(forms.Form):
    """One household: a first adult, perhaps a second, an address."""

    first_name = _text(_("Prénom"), "first_name", missing=_("Il manque le prénom."))
    last_name = _text(_("Nom"), "last_name", missing=_("Il manque le nom."))
    email = _email(
        _("E-mail"),
        "email",
        _("Sans e-mail, la personne a un compte dans le groupe, mais ne peut pas se connecter."),
    )
    phone = _phone(_("Téléphone"), "phone")
    second_first_name = _text(_("Prénom du second adulte"), "second_first_name")
    second_last_name = _text(_("Nom du second adulte"), "second_last_name")
    second_email = _email(_("E-mail du second adulte"), "second_email")
    second_phone = _phone(_("Téléphone du second adulte"), "second_phone")
    address1 = _text(_("Adresse"), "address1")
    address2 = _text(_("Complément d’adresse"), "address2")
    postcode = _text(_("Code postal"), "postcode")
    city = _text(_("Ville"), "city")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        has_second = any(data.get(key) for key in ("second_last_name", "second_email", "second_phone"))
        if has_second and not data.get("second_first_name") and "second_first_name" not in self.errors:
            self.add_error("second_first_name", _now("Il manque le prénom du second adulte."))
        email = (data.get("email") or "").lower()
        if email and email == (data.get("second_email") or "").lower():
            self.add_error("second_email", _now("Chaque personne a son e-mail : laissez cette case vide."))
        return data

    @property
    def household(self) -> NewHousehold:
        """What was typed, as the group adds it."""
        return self._household_of([self._adult(FIRST), *([self._adult(SECOND)] if self.has_second else [])])

    @property
    def has_second(self) -> bool:
        return bool(self.cleaned_data["second_first_name"])

    def _adult(self, keys: Sequence[str]) -> NewPerson:
        """A second adult without a name has the name of the first."""
        first_name, last_name, email, phone = (self.cleaned_data[key] for key in keys)
        return NewPerson(first_name, last_name or self.cleaned_data["last_name"], email, phone)

    def _household_of(self, adults: Sequence[NewPerson]) -> NewHousehold:
        return NewHousehold(adults, *(self.cleaned_data[key] for key in ADDRESS))


class HouseholdForm(MemberForm):
    """A household that is in the group: its adults as they are, each of whom may leave it while another stays."""

    first_leaves = forms.BooleanField(label=_("Retirer cette personne du foyer"), required=False)
    second_leaves = forms.BooleanField(label=_("Retirer cette personne du foyer"), required=False)

    def __init__(self, data: Any = None, *, membership: Membership, free: Mapping[int, Freedom]) -> None:
        self.people: list[User] = membership.people
        super().__init__(data, initial=_written(membership))
        if len(self.people) == 1:
            del self.fields["first_leaves"], self.fields["second_leaves"]
        else:
            self.fields["second_first_name"].required = True
            self.fields["second_first_name"].error_messages["required"] = _(
                "Il manque le prénom du second adulte. Pour retirer cette personne, cochez la case plus bas."
            )
        for person, keys in zip(self.people, (FIRST, SECOND), strict=False):
            self._hold_back(keys, free[person.pk])
        for key in ("phone", "second_phone"):
            if self.is_bound and not self.fields[key].has_changed(self.initial.get(key), self.data.get(key)):
                self.fields[key].validators.remove(validate_phone)  # an old number, as it came, is not in the way

    def _hold_back(self, keys: Sequence[str], free: Freedom) -> None:
        """What is not the group's to change is shown; what was written there all the same is refused by the rule."""
        first_name, last_name, email, phone = keys
        held = [] if free.identity else [first_name, last_name, email]
        held += [] if free.phone else [phone]
        for key in held:
            if not self.is_bound or self.data.get(key, "") == self.initial[key]:
                self.fields[key].widget.attrs["readonly"] = True
        if held:
            self.fields[email].help_text = free.why

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("first_leaves") and data.get("second_leaves"):
            self.add_error("second_leaves", _now("Un foyer garde au moins une personne."))
        return data

    @property
    def edited(self) -> Edited:
        """The household as it is to be: who stays, in their order, and who joins."""
        data = self.cleaned_data
        second = self.people[1] if len(self.people) > 1 else None
        seats: list[tuple[User | None, NewPerson]] = []
        if not data.get("first_leaves"):
            seats.append((self.people[0], self._adult(FIRST)))
        if self.has_second and not data.get("second_leaves"):
            seats.append((second, self._adult(SECOND)))
        return Edited(self._household_of([adult for _person, adult in seats]), [person for person, _adult in seats])


def _written(membership: Membership) -> dict[str, str]:
    """What the form of this household shows before anything is typed."""
    initial = {key: getattr(membership, key) for key in ADDRESS}
    for person, keys in zip(membership.people, (FIRST, SECOND), strict=False):
        values = (person.first_name, person.last_name, person.email or "", person.phone)
        initial |= dict(zip(keys, values, strict=True))
    return initial


class UploadForm(forms.Form):
    """A file, or the lines copied from a spreadsheet."""

    file = forms.FileField(
        label=_("Fichier"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV, XLSX ou ODS, 5 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods"}),
    )
    pasted = forms.CharField(
        label=_("Ou collez les lignes d’un tableur, avec leurs titres"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file: UploadedFile | None = data.get("file")
        pasted: str = data.get("pasted") or ""
        if not file and not pasted.strip():
            raise forms.ValidationError(_now("Choisissez un fichier, ou collez des lignes."))
        field = "file" if file else "pasted"
        try:
            data["table"], data["name"] = _read(file, pasted)
        except FileRefused as refusal:
            self.add_error(field, refusal.sentence)
        return data


def _read(file: UploadedFile | None, pasted: str) -> tuple[Table, str]:
    if file is None or not file.name:
        return read_pasted(pasted), _now("texte collé")
    return read_table(file.name, file.read(FILE_BYTES_MAX + 1)), file.name


class MatchingForm(forms.Form):
    """Which row holds the headings, and what each column is."""

    heading_row = forms.ChoiceField(label=_("Ligne des titres"))

    def __init__(self, *args: Any, table: Table, columns: Sequence[Column], matching: Matching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.matching = matching
        self.fields["heading_row"] = _heading_field(table, matching)
        choices = [("", _now("ignorer")), *((column.key, column.label) for column in columns)]
        for index in range(table.width):
            self.fields[_name(index)] = _column_field(index, matching, choices)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        by_key: dict[str, int] = {}
        for index in range(self.table.width):
            key = data.get(_name(index))
            if key and key in by_key:
                text = _now("Deux colonnes ne peuvent pas être la même : ignorez-en une.")
                self.add_error(_name(index), text)
            elif key:
                by_key[key] = index
        data["by_key"] = by_key
        return data

    @property
    def chosen_heading_row(self) -> int | None:
        chosen = self.cleaned_data["heading_row"]
        return None if chosen == NO_HEADINGS else int(chosen)

    @property
    def file_columns(self) -> list[dict[str, Any]]:
        """Each column of the file: its letter, its heading, its first cells, and the field that says what it is."""
        rows = self.table.rows[self.matching.first_row :]
        return [
            {
                "letter": letters(index + 1),
                "heading": self.matching.headings[index],
                "cells": [row[index] for row in rows if row[index]][:SAMPLE_CELLS],
                "field": self[_name(index)],
            }
            for index in range(self.table.width)
        ]


def _heading_field(table: Table, matching: Matching) -> forms.ChoiceField:
    rows = [
        (str(index), _now("ligne %(number)s : %(text)s") % {"number": index + 1, "text": _short(row)})
        for index, row in enumerate(table.rows[:HEADING_AMONG_FIRST_ROWS])
        if any(row)
    ]
    current = NO_HEADINGS if matching.heading_row is None else str(matching.heading_row)
    return forms.ChoiceField(
        label=_now("Ligne des titres"),
        choices=[(NO_HEADINGS, _now("pas de ligne de titres")), *rows],
        initial=current,
        widget=forms.Select(attrs={"data-submit-on-change": ""}),
    )


def _column_field(index: int, matching: Matching, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_now("Colonne %(letter)s") % {"letter": letters(index + 1)},
        choices=choices,
        required=False,
        initial=matching.key_at(index) or "",
        widget=forms.Select(attrs={"data-submit-on-change": ""}),
    )


def _short(row: Sequence[str]) -> str:
    text = ", ".join(cell for cell in row if cell)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _name(index: int) -> str:
    return f"column_{index}"


class RolesForm(forms.Form):
    """The offices of one person, and those that the page showed: what another tab changed meanwhile stays.

    `about`: what else this person is, in words.
    """

    CHOICES = [(role.value, role.label) for role in OFFICES]

    roles = forms.MultipleChoiceField(label=_("Droits"), required=False, choices=CHOICES, widget=CHECKS)
    seen = forms.MultipleChoiceField(required=False, choices=CHOICES, widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any = None, *, person: User, held: Sequence[str] = (), about: Sequence[str] = ()) -> None:
        offices = [role for role in held if role in OFFICES]
        super().__init__(data, initial={"roles": offices, "seen": offices}, auto_id=f"roles-{person.pk}-%s")
        self.person = person
        self.about = about
