"""The form that goes to an address gets back what was typed; nothing else of the page changes."""

import pytest

from cabas.ui.refilling import Values, refill

PAGE = """<div class="alerts" id="alerts" role="alert"></div>
<form method="post" action="/chercher/"><input name="name" value="autre"></form>
<form method="post" class="card">
<input type="hidden" name="csrfmiddlewaretoken" value="neuf"><input type="hidden" name="key" value="neuve">
<input type="text" name="name" value="" required>
<input type="password" name="password"><input type="file" name="file">
<textarea name="note" rows="2">
&amp; avant</textarea>
<input type="checkbox" name="roles" value="a" checked><input type="checkbox" name="roles" value="b">
<input type="radio" name="means" value="cheque"><input type="radio" name="means" value="cash" checked>
<select name="rate"><option value="5.5" selected>5</option><option value="20">20</option></select>
<details><summary>Plus</summary><input name="amount" value=""></details>
<button name="act" value="save">Enregistrer</button>
</form>
"""


UNTOUCHED = {"roles": ["a"], "means": ["cash"]}


def filled(values: Values, *, to: str = "/ici/", at: str = "/ici/", page: str = PAGE) -> list[str]:
    """The lines of the page that say something else than before."""
    after = refill(page, UNTOUCHED | values, to=to, at=at).page.replace(' checked=""', " checked")
    return [line for line in after.splitlines() if line not in page.splitlines()]


def test_texts_get_back_their_value_escaped() -> None:
    assert filled({"name": ['<b> & "Zoé"']}) == [
        '<input type="text" name="name" required value="&lt;b&gt; &amp; &quot;Zoé&quot;">'
    ]


def test_an_area_gets_back_its_lines() -> None:
    after = refill(PAGE, {"note": ["une\n<deux>"]}, to="/ici/", at="/ici/").page
    assert '<textarea name="note" rows="2">\nune\n&lt;deux&gt;</textarea>' in after
    assert "avant" not in after


def test_boxes_are_ticked_and_unticked() -> None:
    assert filled({"roles": ["b"]}) == [
        '<input type="checkbox" name="roles" value="a"><input type="checkbox" name="roles" value="b" checked>'
    ]


def test_a_choice_is_chosen_again() -> None:
    assert filled({"means": ["cheque"], "rate": ["20"]}) == [
        '<input type="radio" name="means" value="cheque" checked><input type="radio" name="means" value="cash">',
        '<select name="rate"><option value="5.5">5</option><option value="20" selected="">20</option></select>',
    ]


def test_what_was_typed_under_a_fold_opens_it() -> None:
    assert filled({"amount": ["12,50"]}) == [
        '<details open=""><summary>Plus</summary><input name="amount" value="12,50"></details>'
    ]


def test_hidden_fields_passwords_and_files_stay_as_the_page_has_them() -> None:
    kept = {"key": ["ancienne"], "password": ["secret"], "file": ["a.csv"], "csrfmiddlewaretoken": ["x"], "act": ["y"]}
    assert filled(kept) == []
    assert not refill('<form method="post"><input type="hidden" name="key"></form>', kept, to="/", at="/").is_filled


def test_a_box_that_was_unticked_was_not_sent_and_is_unticked() -> None:
    after = refill(PAGE, {"name": ["Zoé"]}, to="/ici/", at="/ici/").page
    assert "checked" not in after


@pytest.mark.parametrize(
    ("action", "at"), [("", "/ici/"), ("?page=2", "/ici/"), ("/ici/", "/la/"), ("../ici/", "/la/"), ("#a", "/ici/?x")]
)
def test_the_form_is_known_by_where_it_goes(action: str, at: str) -> None:
    page = f'<form method="post" action="{action}"><input name="name"></form>'
    assert filled({"name": ["Zoé"]}, page=page, at=at.partition("?")[0]) == [
        page.replace('<input name="name">', '<input name="name" value="Zoé">')
    ]


@pytest.mark.parametrize("way", ['<button formaction="/ici/">', '<input hx-post="/ici/" name="q">'])
def test_a_form_may_go_to_several_addresses(way: str) -> None:
    page = f'<form method="post" action="/ailleurs/">{way}<input name="name"></form>'
    assert 'name="name" value="Zoé"' in "".join(filled({"name": ["Zoé"]}, page=page, at="/la/"))


def test_of_several_forms_to_one_address_the_one_that_was_sent_is_filled() -> None:
    page = "\n".join(
        f'<form method="post"><input type="hidden" name="person" value="{pk}"><input name="note"></form>'
        for pk in (1, 2)
    )
    assert filled({"person": ["2"], "note": ["ici"]}, page=page) == [
        '<form method="post"><input type="hidden" name="person" value="2"><input name="note" value="ici"></form>'
    ]


def test_fields_that_stand_outside_of_their_form_are_filled() -> None:
    page = '<form id="order" method="post" action="/ici/"></form>\n<input name="grams" form="order">'
    assert filled({"grams": ["240"]}, page=page, at="/la/") == ['<input name="grams" form="order" value="240">']


def test_fields_of_one_name_are_filled_in_their_order() -> None:
    page = '<form method="post"><input name="n"><input name="n"></form>'
    assert filled({"n": ["1", "2"]}, page=page) == [
        '<form method="post"><input name="n" value="1"><input name="n" value="2"></form>'
    ]


def test_without_such_a_form_what_was_typed_is_listed() -> None:
    found = refill("<p>Closes</p>", {"amount": ["12,50"], "x": ["1"]}, to="/ici/", at="/ici/")
    assert (found.page, found.is_filled, found.left_over) == ("<p>Closes</p>", False, ["12,50"])


def test_the_notice_stands_where_the_page_says_what_is_wrong() -> None:
    found = refill(PAGE, {"name": ["Zoé"]}, to="/ici/", at="/ici/")
    assert '<div class="alerts" id="alerts" role="alert"><p>Vérifiez</p></div>' in found.with_notice("<p>Vérifiez</p>")
    assert refill("<p></p>", {}, to="/", at="/").with_notice("x") == "<p></p>"
