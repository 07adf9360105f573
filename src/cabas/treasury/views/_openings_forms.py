"""What is asked of who brings the balances of a group: the list, its day, which way it goes, who somebody is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cabas.groups.forms import UploadForm
from cabas.groups.models import Membership
from cabas.payments.balance_answers import HAD, OWED, Answers
from cabas.payments.judging_balances import BalanceLine
from cabas.sheets.reviewing import Judged
from cabas.treasury.forms import OPENING_DAYS_BACK_MAX, OPENING_TOO_OLD, day_field


class BalancesForm(UploadForm):
    """The list, pasted or as a file."""

    pasted = forms.CharField(
        label=_("Collez les lignes, un nom et un solde sur chacune"),
        required=False,
        strip=False,
        help_text=_("Copiées d’un tableur ou d’une page, avec ou sans titres. Un e-mail vaut un nom."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("pasted", "file")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].label = _now("Ou choisissez un fichier")


class MemberSelect(forms.Select):
    """A member among all: those proposed first. The list of all is written once for every field of the page."""

    def __init__(self, proposed: Sequence[Membership], everybody: SafeString) -> None:
        super().__init__()
        self.proposed, self.everybody = proposed, everybody

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        attributes = format_html_join("", ' {}="{}"', (self.build_attrs({"name": name}, attrs)).items())
        proposed = {str(member.number): _named(member) for member in self.proposed}
        if chosen and chosen not in proposed:
            proposed = {chosen: self._name_of(chosen), **proposed}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((number, " selected" if number == chosen else "", text) for number, text in proposed.items()),
        )
        return format_html(
            '<select{}><option value="">{}</option>{}<optgroup label="{}">{}</optgroup></select>',
            attributes,
            _now("Laisser de côté"),
            options,
            _now("Tous les membres"),
            self.everybody,
        )

    def _name_of(self, number: str) -> str:
        return {str(value): str(text) for value, text in self.choices}.get(number, number)


class PreviewForm(forms.Form):
    """What the list does not say. `asked`: the lines that may be about somebody; `members`: all of the group."""

    on = day_field(_("Ces soldes sont ceux du"))
    unsigned = forms.ChoiceField(
        label=_("Dans cette liste, un montant sans signe est ce que le membre…"),
        choices=[
            (HAD, _("avait en avoir\u202f; avec un moins, il devait")),
            (OWED, _("devait\u202f; avec un moins, il avait en avoir")),
        ],
        widget=forms.RadioSelect({"data-submit-on-change": ""}),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        answers: Answers,
        asked: Sequence[Judged[BalanceLine]],
        members: Sequence[Membership],
        asks_sign: bool,
        today: date,
    ) -> None:
        super().__init__(data, initial={"on": answers.on or today, "unsigned": answers.unsigned})
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        if not asks_sign:
            del self.fields["unsigned"]
        self._ask_who(asked, members, answers)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_now("Une reprise de solde ne peut pas être datée dans le futur."))
        if (self.today - day).days > OPENING_DAYS_BACK_MAX:
            raise forms.ValidationError(OPENING_TOO_OLD)
        return day

    @property
    def answers(self) -> Answers:
        """As the form says them, once it is valid."""
        said = self.cleaned_data
        picked = {line.number: int(said[_name(line)]) for line, _field in self.questions if said.get(_name(line))}
        return Answers(said["on"], said.get("unsigned", ""), picked)

    def _ask_who(self, asked: Sequence[Judged[BalanceLine]], members: Sequence[Membership], answers: Answers) -> None:
        choices = [(str(member.number), _named(member)) for member in members]
        everybody = format_html_join("", '<option value="{}">{}</option>', choices)
        for line in asked:
            said = {"name": line.item.written if line.item else line.name, "number": line.number}
            self.fields[_name(line)] = forms.ChoiceField(
                label=_now("«\u202f%(name)s\u202f», ligne %(number)s, c’est") % said,
                choices=choices,
                required=False,
                initial=answers.picked.get(line.number, ""),
                widget=MemberSelect(line.item.proposed if line.item else (), everybody),
            )
        self.questions = [(line, self[_name(line)]) for line in asked]


def _name(line: Judged[BalanceLine]) -> str:
    return f"line_{line.number}"


def _named(member: Membership) -> str:
    words = _now("%(name)s, n° %(number)s (a quitté le groupe)") if member.left_on else _now("%(name)s, n° %(number)s")
    return words % {"name": member.full_name or member.name, "number": member.number}
