"""What people type when they are invited, come in, share their household, part or are forgotten."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from cabas.groups.columns import FIRST, LENGTHS_MAX
from cabas.groups.members import NewPerson
from cabas.households.settling import Way
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.reasons import REASON_MAX
from cabas.people.models import User
from cabas.people.phones import validate_phone
from cabas.ui.act_form import ActForm

PASTED_MAX = 200_000
OFF = {"autocomplete": "off"}


def _name(label: Any, key: str, missing: Any) -> forms.CharField:
    messages = {"required": missing}
    return forms.CharField(label=label, max_length=LENGTHS_MAX[key], error_messages=messages)


class InvitationsForm(forms.Form):
    """A list of people, pasted."""

    people = forms.CharField(
        label=_("Qui inviter"),
        max_length=PASTED_MAX,
        strip=False,
        help_text=_(
            "Une personne par ligne\u202f: le nom et l’adresse, ou l’adresse seule, dans l’ordre que vous avez."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Collez au moins une adresse e-mail.")},
    )


class WelcomeForm(forms.Form):
    """Who comes in for the first time: their name where nobody wrote it, a password where they want one."""

    first_name = _name(_("Prénom"), "first_name", _("Indiquez votre prénom."))
    last_name = _name(_("Nom"), "last_name", _("Indiquez votre nom."))
    password = forms.CharField(
        label=_("Mot de passe"),
        required=False,
        strip=False,
        help_text=_("Dix caractères au moins, ou rien\u202f: un code par e-mail suffit pour revenir."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data, initial={"first_name": person.first_name, "last_name": person.last_name})
        self.person = person
        if person.last_name:
            del self.fields["first_name"], self.fields["last_name"]

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if typed:
            password_validation.validate_password(typed, self.person)
        return typed


class SecondAdultForm(forms.Form):
    """The second adult of a household, with a sign-in of their own where an address is written."""

    first_name = _name(_("Prénom"), "first_name", _("Indiquez son prénom."))
    last_name = _name(_("Nom"), "last_name", _("Indiquez son nom."))
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        required=False,
        max_length=LENGTHS_MAX["email"],
        help_text=_("La sienne, pas la vôtre\u202f: il ou elle y recevra une invitation, et se connectera avec."),
        widget=forms.EmailInput(attrs=OFF),
        error_messages={"invalid": _("Cette adresse est incomplète.")},
    )
    phone = forms.CharField(
        label=_("Téléphone"),
        required=False,
        max_length=LENGTHS_MAX["phone"],
        validators=[validate_phone],
        widget=forms.TextInput(attrs={**OFF, "inputmode": "tel"}),
    )

    @property
    def adult(self) -> NewPerson:
        return NewPerson(*(self.cleaned_data[key] for key in FIRST))


class WordsForm(forms.Form):
    """A word that goes with the mail to a household that is removed."""

    words = forms.CharField(
        label=_("Un mot pour ce foyer"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EraseForm(forms.Form):
    """Nothing of it can be brought back: it is said before, and agreed to."""

    agreed = forms.BooleanField(
        label=_("J’ai compris que rien ne pourra être retrouvé"),
        error_messages={"required": _("Cochez cette case\u202f: l’effacement est définitif.")},
    )


class SettleForm(ActForm):
    """The whole balance, in one of its ways out; `balance` is the one that the page showed, in cents."""

    field_of = {"ReasonMissing": "reason", "GivenToThemselves": "receiver", "NobodyFound": "receiver"}
    field_of |= {"SeveralFound": "receiver", "NobodyOfThisName": "receiver"}

    way = forms.ChoiceField(widget=forms.HiddenInput, choices=[(way.value, way.value) for way in Way])
    balance = forms.IntegerField(widget=forms.HiddenInput)
    means = forms.ChoiceField(
        label=_("Moyen"), required=False, error_messages={"invalid_choice": _("Choisissez un des moyens proposés.")}
    )
    receiver = forms.CharField(label=_("Membre qui reçoit, par son numéro et son nom"), required=False, max_length=120)
    reason = forms.CharField(label=_("Motif"), required=False, max_length=REASON_MAX)

    def __init__(self, *args: Any, way: Way, means: Sequence[Means] = (), **more: Any) -> None:
        super().__init__(*args, auto_id=f"{way.value}-%s", **more)
        self.shown_way = way
        self.fields["means"].choices = [(one.value, one.label) for one in means]  # type: ignore[attr-defined]
        self.fields["receiver"].widget.attrs |= {**OFF, "list": "membres"}
        for name in ("means", "receiver", "reason"):
            if name not in ASKED[way]:
                del self.fields[name]
            else:
                self.fields[name].required = name in NEEDED[way]

    def renew(self, balance: Money) -> None:
        """Shown again as it was typed, for the balance as it is now, it is another act."""
        self.renew_key()
        self.data = {**self.data, "balance": balance.cents}

    @property
    def asked(self) -> list[Any]:
        """The fields that this way asks for."""
        return [self[name] for name in ASKED[self.shown_way]]


ASKED: dict[Way, tuple[str, ...]] = {
    Way.PAYMENT: ("means",),
    Way.ABANDONED: ("reason",),
    Way.REFUND: ("means", "reason"),
    Way.TO_MEMBER: ("receiver",),
    Way.TO_GROUP: (),
}
NEEDED = {**ASKED, Way.REFUND: ("means",)}


class MergerForm(ActForm):
    """Who is in the household that stays; both balances as the page showed them, in cents."""

    field_of = {"PeopleMistaken": "people"}

    people = forms.MultipleChoiceField(
        label=_("Qui est dans ce foyer"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choisissez une ou deux personnes\u202f: un foyer en a deux au plus.")},
    )
    gone_balance = forms.IntegerField(widget=forms.HiddenInput)
    stays_balance = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(str(one.pk), _said(one)) for one in people]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

    def renew(self, gone_balance: Money, stays_balance: Money) -> None:
        """Shown again as it was typed, with the balances as they are now, it is another act."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["key"] = str(uuid4())
        data["gone_balance"], data["stays_balance"] = gone_balance.cents, stays_balance.cents
        self.data = data


def _said(person: User) -> str:
    """« Awa Diop, awa@x.fr »: two of one name are told apart by their address."""
    return ", ".join(part for part in (person.full_name, person.email or person.phone) if part)
