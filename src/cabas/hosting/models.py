"""The link by which the first host enters: only its hash is kept."""

from datetime import datetime

from django.db import models


class FirstLink(models.Model):
    """A link that `./cabas up` showed. The newest is the only one; `used_at` when it made a host."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires_at}"

    def is_usable(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at
