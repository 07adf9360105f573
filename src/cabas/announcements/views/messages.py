"""« Messages »: what was written to lists, what became of it, and calling it back while that is possible."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.announcements.files import readable
from cabas.announcements.forms import TemplateForm
from cabas.announcements.history import NOTHING, courses
from cabas.announcements.models import Announcement
from cabas.announcements.ready_texts import TooManyKept, drop, keep
from cabas.announcements.writing import LeftAlready, Message, call_back
from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.mail.models import OutgoingMail
from cabas.ui.downloads import named_file
from cabas.ui.toasts import alert, toast

PER_PAGE = 25
writes = group_page(Right.WRITE_MESSAGES, Right.KEEP_ACCOUNTS)


@writes
def messages(request: GroupRequest) -> HttpResponse:
    """The newest first."""
    written = Announcement.objects.filter(group=request.group).select_related("by").order_by("-number")
    page = Paginator(written, PER_PAGE).get_page(request.GET.get("page"))
    found = courses(request.group, [each.key for each in page.object_list])
    rows = [(each, found.get(each.key, NOTHING)) for each in page.object_list]
    return render(request, "announcements/messages.html", {"rows": rows, "page": page})


@writes
def message(request: GroupRequest, number: int) -> HttpResponse:
    """One of them: as it was typed, to whom, and what became of each mail."""
    announcement = _announcement(request, number)
    mails = OutgoingMail.objects.filter(group=request.group, batch=announcement.key)
    course = courses(request.group, [announcement.key]).get(announcement.key, NOTHING)
    context: dict[str, Any] = {
        "announcement": announcement,
        "course": course,
        "files": announcement.files.defer("content").order_by("pk"),
        "mails": mails.select_related("person", "gathered_in", "group__book").order_by("pk"),
        "may_call_back": not announcement.cancelled_at and course.total and not course.tried,
    }
    return render(request, "announcements/message.html", context)


@require_safe
@group_page()
def file(request: GroupRequest, file: int) -> HttpResponse:
    """A file of a message, for those who received it and those who write."""
    is_writer = bool(request.rights & {Right.WRITE_MESSAGES, Right.KEEP_ACCOUNTS})
    found = get_object_or_404(readable(request.group, request.member, is_writer=is_writer), pk=file)
    return named_file(found.name, bytes(found.content))


@require_POST
@writes
def calling_back(request: GroupRequest, number: int) -> HttpResponse:
    """« Annuler »: nobody receives it, or it is said that it is too late."""
    announcement = _announcement(request, number)
    try:
        call_back(announcement, at=now())
    except LeftAlready as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("Le message est rappelé\u202f: personne ne le recevra."))
    return redirect(announcement)


@require_POST
@writes
def dropping_template(request: GroupRequest, template: int) -> HttpResponse:
    """A kept text is kept no more; « Annuler » keeps it again."""
    kept = drop(request.group, template)
    if kept is None:
        raise Http404
    again = reverse("announcements:template", kwargs={"slug": request.group.slug})
    text = {"name": kept.name, "subject": kept.subject, "body": kept.body}
    toast(request, _("Le modèle « %(name)s » est retiré.") % {"name": kept.name}, again, text)
    return redirect("announcements:compose", slug=request.group.slug)


@require_POST
@writes
def keeping_template(request: GroupRequest) -> HttpResponse:
    """Keep a text under a name: what « Annuler » sends."""
    form = TemplateForm(request.POST)
    if form.is_valid():
        try:
            keep(request.group, form.cleaned_data["name"], _text(form))
        except TooManyKept as refusal:
            alert(request, str(refusal))
        else:
            toast(request, _("Le modèle « %(name)s » est gardé.") % {"name": form.cleaned_data["name"]})
    return redirect("announcements:compose", slug=request.group.slug)


def _text(form: TemplateForm) -> Message:
    return Message(form.cleaned_data["subject"], form.cleaned_data["body"])


def _announcement(request: GroupRequest, number: int) -> Announcement:
    found = get_object_or_404(Announcement.objects.select_related("by"), group=request.group, number=number)
    found.group = request.group
    return found
