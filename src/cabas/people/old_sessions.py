"""A session that is over opens nothing any more: it is forgotten, with what was typed in it."""

from datetime import datetime

from django.contrib.sessions.models import Session


def forget_over(*, at: datetime) -> int:
    """By the true time, by which sessions end. Returns how many are gone."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
