"""Components say the same thing to eyes, ears and machines."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django import forms
from django.template import engines

from cabas.money import Money

EURO = "\u00a0€"


@dataclass
class Standing:
    state: str
    label: str
    amount: Money
    signed: Money
    second: tuple[str, Money] | None = None


def render(source: str, **context: object) -> str:
    compiled = compile_components(source)
    return re.sub(r"[ \n]+", " ", engines["django"].from_string(compiled).render(context)).strip()


def compile_components(source: str) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    return str(CottonCompiler().process(source))


def test_a_balance_is_an_icon_a_word_and_an_amount() -> None:
    standing = Standing("a-regler", "à régler jeudi, par chèque", Money(2340), Money(-2340))
    html = render('<c-balance :standing="standing" />', standing=standing)
    assert 'class="solde a-regler"' in html
    assert "#ticket-check" in html
    assert f'<span>à régler jeudi, par chèque</span> <data value="-23.40">23,40{EURO}</data>' in html


def test_a_debt_partly_announced_shows_both_parts_and_they_add_up_to_the_balance() -> None:
    standing = Standing("doit", "doit", Money(1250), Money(-3110), ("à régler jeudi", Money(1860)))
    html = render('<c-balance :standing="standing" size="large" />', standing=standing)
    assert f'<span>doit</span> <data value="-12.50">12,50{EURO}</data>' in html
    assert f'<span>à régler jeudi</span> <data value="-18.60">18,60{EURO}</data>' in html


@pytest.mark.parametrize("state", ["a-jour", "a-regler", "doit", "avoir", "cagnotte"])
def test_every_state_has_its_icon(state: str) -> None:
    assert "<use" in render('<c-balance :standing="s" />', s=Standing(state, state, Money(0), Money(0)))


def test_money_prints_a_data_element() -> None:
    template = "{% money a %}|{% money a approx=True %}|{% money b signed=True %}|{% money nothing %}"
    assert render(template, a=Money(1250), b=Money(-2340)) == (
        f'<data value="12.50">12,50{EURO}</data>|<data value="12.50">≈\u00a012,50{EURO}</data>'
        f'|<data value="-23.40">\u2212\u00a023,40{EURO}</data>|'
    )


def test_absent_values_write_nothing() -> None:
    assert render("[{{ a|euros }}{{ a|day_long }}{{ a|hour }}{{ a|grams }}]", a=None) == "[]"


def test_the_amount_button_is_a_button_or_a_link() -> None:
    button = render(
        '<c-button-amount label="Chèque" :amount="a" icon="signature" name="means" value="cheque" />', a=Money(2290)
    )
    assert button.startswith(
        '<button class="btn btn-primary btn-amount btn-56" type="submit" name="means" value="cheque">'
    )
    assert f'<data value="22.90">22,90{EURO}</data>' in button
    link = render('<c-button-amount label="Régler" :amount="a" href="/r/" />', a=Money(2290))
    assert link.startswith('<a class="btn btn-primary btn-amount btn-56" href="/r/"')


def test_a_leaf_shows_the_day() -> None:
    html = render('<c-leaf :day="day" />', day=date(2026, 11, 26))
    assert html == '<div class="leaf" aria-hidden="true"><b>jeu.</b><span>26</span><small>nov.</small></div>'


class Amount(forms.Form):
    amount = forms.CharField(
        label="Montant reçu", help_text="En euros.", widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def clean_amount(self) -> str:
        raise forms.ValidationError("Je ne comprends pas « 12,5O ».")


def test_a_field_ties_its_help_and_its_error_to_its_control() -> None:
    html = render('<c-field :field="form.amount" suffix="€" />', form=Amount({"amount": "12,5O"}))
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert '<p class="form-text" id="id_amount_helptext">En euros.</p>' in html
    assert '<p class="invalid-feedback" id="id_amount_error">Je ne comprends pas « 12,5O ».</p>' in html
    assert 'class="form-control num is-invalid"' in html
    assert '<label class="form-label" for="id_amount">Montant reçu</label>' in html


class Evening(forms.Form):
    place = forms.CharField()
    starts = forms.TimeField()
    ends = forms.TimeField()


def test_a_refusal_leads_to_the_first_field_at_fault_unless_it_is_about_the_whole_form() -> None:
    fields = "".join(f'<c-field :field="form.{name}" />' for name in Evening.base_fields)
    form = Evening({"place": "Préau", "starts": "midi", "ends": "soir"})
    html = render(fields, form=form)
    assert re.findall(r'name="(\w+)"[^>]* autofocus', html) == ["starts"]
    form.add_error(None, "Ces heures sont celles d’une autre distribution.")
    assert "autofocus" not in render(fields, form=form) + render(fields, form=Evening())


def test_what_people_type_is_escaped() -> None:
    html = render('<c-notice state="doit"><p>{{ text }}</p></c-notice>{% icon "info" %}', text="<script>")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
