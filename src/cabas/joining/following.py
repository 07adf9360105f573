"""Whoever waits follows their request by a link of their own, sent by mail: their place, and leaving the list."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cabas.groups.models import Group
from cabas.joining.models import JoiningRequest

SALT = "joining.request"


def token_of(request: JoiningRequest) -> str:
    """What the link carries."""
    return signing.dumps(request.pk, salt=SALT)


def request_of(group: Group, token: str) -> JoiningRequest | None:
    """The request that a link is about; None where it is of none, or of another group."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return JoiningRequest.objects.filter(group=group, pk=pk).select_related("group").first()


def link(group: Group, view: str, **names: str | int) -> str:
    """The address of a page of the group; empty where the installation does not know its own address."""
    if not settings.PUBLIC_ADDRESS:
        return ""
    return settings.PUBLIC_ADDRESS.rstrip("/") + reverse(view, kwargs={"slug": group.slug, **names})
