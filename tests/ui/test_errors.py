"""Error pages speak French, say what became of the money, and need no database."""

import pytest
from django.http import HttpRequest, HttpResponseNotAllowed
from django.test import RequestFactory

from cabas.ui import errors


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().post("/g/vallon/commande/", HTTP_REFERER="http://testserver/g/vallon/")


def test_each_page_has_its_status_and_its_words(request_: HttpRequest) -> None:
    pages = {
        400: (errors.bad_request(request_), "Rien n’a été enregistré"),
        403: (errors.permission_denied(request_), "Cette page est réservée"),
        404: (errors.not_found(request_), "Cette page n’existe pas"),
        500: (errors.server_error(request_), "Rien n’a été enregistré"),
    }
    for status, (response, words) in pages.items():
        assert response.status_code == status
        assert words in response.content.decode()


def test_a_server_error_gives_a_reference_that_stands_in_the_log(
    request_: HttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    page = errors.server_error(request_).content.decode()
    reference = caplog.records[0].args[0]  # type: ignore[index]
    assert f"(réf. {reference})" in page


def test_people_get_an_answer_even_when_the_page_of_the_error_fails(
    request_: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", fails)
    response = errors.server_error(request_)
    assert response.status_code == 500
    assert "Rien n’a été enregistré" in response.content.decode()


def test_an_outdated_form_leads_back_to_its_page(request_: HttpRequest) -> None:
    response = errors.csrf_failure(request_)
    assert response.status_code == 403
    assert 'href="http://testserver/g/vallon/"' in response.content.decode()


def test_an_outdated_form_never_leads_elsewhere() -> None:
    elsewhere = RequestFactory().post("/x/", HTTP_REFERER="https://elsewhere.example/")
    assert "elsewhere" not in errors.csrf_failure(elsewhere).content.decode()


@pytest.mark.parametrize(
    ("path", "above"),
    [("/g/vallon/gestion/distributions/10/cloture/", "/g/vallon/gestion/distributions/10/"), ("/nowhere/act/", "/")],
)
def test_the_address_of_a_button_leads_back_to_its_page(path: str, above: str) -> None:
    page = errors.say_not_allowed(lambda _request: HttpResponseNotAllowed(["POST"]))
    response = page(RequestFactory().get(path))
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "Cette adresse est celle d’un bouton" in response.content.decode()
    assert f'href="{above}"' in response.content.decode()
    assert page(RequestFactory().put(path)).content == b""
