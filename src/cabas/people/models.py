"""A person is who signs in: a name, perhaps an e-mail, perhaps a phone; never a balance, never a role in a group."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cabas.people.names import ERASED, search_form, sort_form

NAME_FORM_MAX = 200


def stored_email(email: str | None) -> str | None:
    """An address as it is kept: lower-case, without spaces around, None when there is none."""
    return (email or "").strip().lower() or None


class UserQuerySet(models.QuerySet["User"]):
    def by_name(self) -> "UserQuerySet":
        """Sorted by name then first name, accents and case ignored."""
        return self.order_by("sort_name", "pk")

    def matching(self, text: str) -> "UserQuerySet":
        """Those whose name holds every word of `text`, accents and case ignored."""
        found = self
        for word in search_form(text).split():
            found = found.filter(search_name__contains=word)
        return found


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    if TYPE_CHECKING:

        def by_name(self) -> UserQuerySet: ...
        def matching(self, text: str) -> UserQuerySet: ...

    def create_user(self, email: str | None = None, password: str | None = None, **names: Any) -> "User":
        """A new person; without a password they sign in by a code, without an e-mail they cannot sign in."""
        person = User(email=email, **names)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "User":
        person: User = self.get(email=stored_email(username))
        return person


class User(AbstractBaseUser):
    """Someone who may sign in, or an adult of a household whose address nobody entered yet."""

    email = models.EmailField(_("adresse e-mail"), null=True, blank=True)  # noqa: DJ001 (unique where there is one)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    phone = models.CharField(_("téléphone"), max_length=32, blank=True)
    joined_at = models.DateTimeField(_("depuis le"), default=timezone.now, editable=False)
    is_host = models.BooleanField(_("tient l’installation"), default=False)  # creates groups, sees no group's money
    language = models.CharField(_("langue"), max_length=5, blank=True)  # as last chosen; French where it is empty
    refused_email = models.EmailField(blank=True, editable=False)  # the address that a mail server refused
    email_refused_at = models.DateTimeField(null=True, editable=False)
    search_name = models.CharField(max_length=NAME_FORM_MAX, editable=False, db_index=True)
    sort_name = models.CharField(max_length=NAME_FORM_MAX, editable=False, db_index=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_unique",
                violation_error_message=_("Une autre personne a déjà cette adresse e-mail."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """« Camille Moreau »: first name, then name; « personne effacée » in the language of who reads."""
        if self.is_erased:
            return str(_("personne effacée"))
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_erased(self) -> bool:
        """Were the details of this person erased?"""
        return self.first_name == ERASED and not self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def may_sign_in(self) -> bool:
        """Only people with an e-mail address can."""
        return bool(self.email)

    @property
    def is_email_refused(self) -> bool:
        """Was this address refused by the server that holds it? Another address is another matter."""
        return bool(self.email) and self.email == self.refused_email

    def clean(self) -> None:
        self.email = stored_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = stored_email(self.email)
        self.search_name = search_form(self.full_name)[:NAME_FORM_MAX]
        self.sort_name = sort_form(first_name=self.first_name, last_name=self.last_name)[:NAME_FORM_MAX]
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *({"search_name", "sort_name"} if _renames(fields) else ())}
        super().save(*args, **kwargs)


def _renames(fields: Any) -> bool:
    return bool({"first_name", "last_name"}.intersection(fields))
