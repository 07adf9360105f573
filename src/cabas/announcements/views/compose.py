"""« Écrire un message »: to whom, the text, what one reader will read; then a test to oneself, or to all."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.announcements.audiences import Audience, AudienceUnknown, Recipient, audience_of, offered
from cabas.announcements.files import FileRefused, give, waiting_for
from cabas.announcements.forms import MessageForm
from cabas.announcements.models import NAME_MAX, MessageFile, MessageTemplate
from cabas.announcements.placeholders import MEANINGS, NoDistribution, filling
from cabas.announcements.ready_texts import READY, TooManyKept, keep, opened_text
from cabas.announcements.writing import CALLED_BACK_WITHIN, NobodyToWriteTo, send, send_test
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ui.toasts import toast

UNFIT, CHANGED = 422, 409
REFUSALS = (AudienceUnknown, NoDistribution, NobodyToWriteTo)


@group_page(Right.WRITE_MESSAGES, Right.KEEP_ACCOUNTS)
def compose(request: GroupRequest) -> HttpResponse:
    """A GET opens an empty message, or a text that is ready; a POST shows, tries, keeps or sends what is written."""
    lists = offered(request.group, at=now(), only_debts=Right.WRITE_MESSAGES not in request.rights)
    if request.method != "POST":
        return _page(request, MessageForm(lists=lists, initial=_opened(request)))
    form = MessageForm(request.POST, request.FILES, lists=lists)
    _take_files(request, form)
    if not form.is_valid():
        return _page(request, form, status=UNFIT)
    try:
        return _acted(request, form)
    except REFUSALS as refusal:
        form.add_error("to" if isinstance(refusal, AudienceUnknown) else None, str(refusal))
        return _page(request, form, status=UNFIT)


def _take_files(request: GroupRequest, form: MessageForm) -> None:
    """Keep what was given, forget what is taken away; what cannot go with a message is said under its field."""
    form.full_clean()
    if not (key := form.cleaned_data.get("key")):
        return
    drop = [int(each) for each in request.POST.getlist("drop") if each.isdecimal()]
    waiting_for(request.group, key, request.user).filter(pk__in=drop).delete()
    for file in request.FILES.getlist("joined"):
        try:
            give(request.group, key, file.name or "", file, by=request.user, at=now())
        except FileRefused as refusal:
            form.add_error("joined", f"{file.name}\u202f: {refusal}")


def _acted(request: GroupRequest, form: MessageForm) -> HttpResponse:
    audience = audience_of(request.group, form.cleaned_data["to"], at=now())
    action = request.POST.get("action", "")
    if action == "send" and request.POST.get("seen") == str(audience.count):
        return _sent(request, form, audience)
    said, status = "", 200
    if action == "send":
        said, status = _("La liste n’est plus celle de l’aperçu\u202f: regardez-la, puis envoyez."), CHANGED
    if action == "test":
        said = _tried(request, form, audience)
    if action == "keep":
        said, status = _kept(request, form)
    return _page(request, form, audience, said=said, status=status)


def _sent(request: GroupRequest, form: MessageForm, audience: Audience) -> HttpResponse:
    about = {"key": form.cleaned_data["key"], "leaves_after": CALLED_BACK_WITHIN}
    announcement = send(request.group, audience, form.message, **about, by=request.user, at=now())
    words = ngettext(
        "Le message part dans 2 minutes, à %(count)s personne.",
        "Le message part dans 2 minutes, à %(count)s personnes.",
        announcement.recipient_count,
    )
    back = reverse("announcements:call_back", kwargs={"slug": request.group.slug, "number": announcement.number})
    toast(request, words % {"count": announcement.recipient_count}, back)
    return redirect(announcement)


def _tried(request: GroupRequest, form: MessageForm, audience: Audience) -> str:
    if request.member is None or not request.user.email:
        return _("Un essai part à l’adresse d’un membre du groupe\u202f: vous n’en avez pas ici.")
    send_test(
        request.group,
        form.message,
        audience,
        to=request.member,
        by=request.user,
        at=now(),
        files=_waiting(request, form),
    )
    return _("L’essai part à %(address)s.") % {"address": request.user.email}


def _kept(request: GroupRequest, form: MessageForm) -> tuple[str, int]:
    name = request.POST.get("name", "").strip()[:NAME_MAX]
    if not name:
        return _("Donnez un nom au modèle\u202f: c’est ce que vous chercherez la prochaine fois."), UNFIT
    try:
        keep(request.group, name, form.message)
    except TooManyKept as refusal:
        return str(refusal), UNFIT
    return _("Le modèle « %(name)s » est gardé.") % {"name": name}, 200


def _opened(request: GroupRequest) -> dict[str, Any]:
    """What the address asks for: a list, a text."""
    initial: dict[str, Any] = {"to": request.GET.get("a", "")}
    if text := opened_text(request.group, request.GET.get("modele", "")):
        initial |= {"subject": text.subject, "body": text.body}
    return initial


def _waiting(request: GroupRequest, form: MessageForm) -> list[MessageFile]:
    key = form.cleaned_data.get("key") if form.is_bound else None
    return list(waiting_for(request.group, key, request.user)) if key else []


def _page(
    request: GroupRequest,
    form: MessageForm,
    audience: Audience | None = None,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "said": said,
        "ready": READY,
        "kept": MessageTemplate.objects.filter(group=request.group).order_by("name"),
        "to": request.GET.get("a", "") if request.method != "POST" else form.data.get("to", ""),
        "words": [(f"[{word}]", meaning) for word, meaning in MEANINGS.items()],
        "audience": audience,
        "files": _waiting(request, form),
        "name_max": NAME_MAX,
    }
    if audience:
        context |= _preview(request, form, audience)
    return render(request, "announcements/compose.html", context, status=status)


def _preview(request: GroupRequest, form: MessageForm, audience: Audience) -> dict[str, Any]:
    """What one reader will read: the one that is asked for, else the first. Raises `NoDistribution`."""
    message = form.message
    with_ = filling(request.group, (message.subject, message.body), audience.distribution, at=now())
    asked = request.POST.get("reader", "")
    readers = {str(each.person.pk): each for each in audience.recipients}
    reader: Recipient | None = readers.get(asked) or next(iter(audience.recipients), None)
    if reader is None:
        return {"reader": None}
    subject, body = message.to(reader, with_)
    return {"reader": reader, "subject": f"[{request.group.name}] {subject}", "body": body}
