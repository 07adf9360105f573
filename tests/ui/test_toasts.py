"""A toast says what was done and can carry its undoing; an alert says what was refused."""

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from cabas.ui.toasts import Undo, alert, is_alert, toast, undo_of


def _request() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = SessionStorage(request)  # type: ignore[attr-defined]
    return request


def _said(request: HttpRequest) -> BaseStorage:
    return messages.get_messages(request)


def test_a_toast_carries_the_form_that_undoes_it() -> None:
    request = _request()
    toast(request, "Chèque 22,90 € de Camille", undo_url="/annuler/", undo_fields={"act": 7})
    (message,) = _said(request)
    assert undo_of(message) == Undo("/annuler/", {"act": "7"})
    html = render_to_string("ui/_toast.html", {"message": message}, RequestFactory().get("/"))
    assert '<form method="post" action="/annuler/">' in html
    assert '<input type="hidden" name="act" value="7">' in html
    assert 'name="csrfmiddlewaretoken"' in html


def test_a_toast_without_undoing_has_no_form() -> None:
    request = _request()
    toast(request, "Enregistré")
    (message,) = _said(request)
    assert undo_of(message) is None
    assert "<form" not in render_to_string("ui/_toast.html", {"message": message})


def test_alerts_go_to_the_assertive_region_and_toasts_to_the_polite_one() -> None:
    request = _request()
    toast(request, "fait")
    alert(request, "refusé")
    said = list(_said(request))
    assert [is_alert(message) for message in said] == [False, True]
    polite = render_to_string("ui/_messages.html", {"messages": said})
    assertive = render_to_string("ui/_alerts.html", {"messages": said})
    assert ("fait" in polite, "refusé" in polite) == (True, False)
    assert ("fait" in assertive, "refusé" in assertive) == (False, True)


def test_a_partial_answer_adds_to_both_regions() -> None:
    request = _request()
    alert(request, "refusé")
    html = render_to_string("ui/_messages.html", {"messages": list(_said(request)), "oob": True})
    assert html.count("hx-swap-oob") == 2
    assert "refusé" in html
