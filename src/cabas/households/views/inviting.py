"""A pasted list is looked at, then its people are added and invited; who never came in is invited again."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.import_drafts import KEPT_FOR, ImportedAlready, import_draft, keep_draft, review_of
from cabas.groups.members import AlreadyMember
from cabas.groups.models import ImportDraft, Membership
from cabas.groups.rights import Right
from cabas.households.forms import InvitationsForm
from cabas.households.inviting import (
    PURPOSE,
    InvitedToday,
    NobodyToInvite,
    invitation_importer,
    invite,
    invite_all,
    match_people,
    table_of_people,
)
from cabas.households.pasted_people import read_people
from cabas.sheets.reviewing import Review
from cabas.ui.toasts import alert, toast

REFUSED = 422


@group_page(Right.MANAGE_MEMBERS)
def inviting(request: GroupRequest) -> HttpResponse:
    """GET the form, with the list of a draft that is to be corrected; POST reads the list for the preview."""
    form = InvitationsForm(request.POST if request.method == "POST" else None, initial={"people": _typed(request)})
    if form.is_bound and form.is_valid():
        if people := read_people(form.cleaned_data["people"]):
            table, name = table_of_people(people), _("liste collée")
            by, at = request.user, now()
            draft = keep_draft(request.group, PURPOSE, (), name, table, by=by, at=at, match=match_people)
            draft.answers = {"people": form.cleaned_data["people"]}
            draft.save(update_fields=["answers"])
            return redirect("households:invitations", slug=request.group.slug, draft=draft.pk)
        form.add_error("people", _("Aucune adresse e-mail n’a été trouvée dans ce texte."))
    status = REFUSED if form.errors else HttpResponse.status_code
    return render(request, "households/inviting.html", {"form": form}, status=status)


@group_page(Right.MANAGE_MEMBERS)
def invitations(request: GroupRequest, draft: UUID) -> HttpResponse:
    """GET what becomes of each line; POST adds the new ones and invites them, once."""
    found = get_object_or_404(_drafts(request), pk=draft)
    importer = invitation_importer(request.group, origin=_origin(request))
    if request.method == "POST":
        try:
            review = import_draft(found, importer, at=now())
        except (ImportedAlready, AlreadyMember):
            alert(request, _("Cette liste a déjà été ajoutée. Personne n’a été invité deux fois."))
        else:
            toast(request, _done(review))
        return redirect("groups:members", slug=request.group.slug)
    if found.imported_at:
        return redirect("groups:members", slug=request.group.slug)
    context = {"draft": found, "review": (review := review_of(found, importer)), "button": _button(review)}
    return render(request, "households/invitations.html", context)


@require_POST
@group_page(Right.MANAGE_MEMBERS)
def invite_them(request: GroupRequest) -> HttpResponse:
    """Everybody who never came in, and was not invited today."""
    try:
        count = invite_all(request.group, origin=_origin(request), at=now())
    except NobodyToInvite as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _invited(count))
    return redirect("groups:members", slug=request.group.slug)


@require_POST
@group_page(Right.MANAGE_MEMBERS)
def invite_one(request: GroupRequest, number: int) -> HttpResponse:
    """One adult of a household."""
    households = Membership.objects.current().select_related("group").with_people()
    member = get_object_or_404(households, group=request.group, number=number)
    said = request.POST.get("person", "")
    person = next((one for one in member.people if str(one.pk) == said), None)
    if person is None:
        raise Http404
    try:
        invite(member, person, origin=_origin(request), at=now())
    except (InvitedToday, NobodyToInvite) as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("Invitation envoyée à %(name)s.") % {"name": person.full_name})
    return redirect("groups:member", slug=request.group.slug, number=number)


def _drafts(request: GroupRequest) -> Any:
    drafts = ImportDraft.objects.filter(group=request.group, by=request.user, purpose=PURPOSE)
    return drafts.filter(made_at__gt=now() - KEPT_FOR)


def _typed(request: GroupRequest) -> str:
    """What was pasted, given back to be corrected."""
    try:
        draft = _drafts(request).filter(pk=request.GET["liste"]).first()
    except (KeyError, ValidationError):
        return ""
    return str(draft.answers.get("people", "")) if draft else ""


def _origin(request: GroupRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _invited(count: int) -> str:
    return ngettext("%(count)s invitation envoyée.", "%(count)s invitations envoyées.", count) % {"count": count}


def _done(review: Review[Any]) -> str:
    if not review.refused:
        return _invited(review.written)
    left = len(review.refused)
    words = ngettext(
        "%(count)s ligne est restée dehors\u202f: corrigez-la, puis collez-la de nouveau.",
        "%(count)s lignes sont restées dehors\u202f: corrigez-les, puis collez-les de nouveau.",
        left,
    )
    return f"{_invited(review.written)} {words % {'count': left}}"


def _button(review: Review[Any]) -> str:
    count = review.written
    return ngettext("Inviter %(count)s personne", "Inviter %(count)s personnes", count) % {"count": count}
