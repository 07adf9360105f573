"""A group has members; a member is a household with one account; a role belongs to a person."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from cabas.groups.chart import Kind
from cabas.ledger.models import Account, Book
from cabas.people.names import search_form


class Group(models.Model):
    """A buying group. Everything of it carries its id; its money is in its own book."""

    slug = models.SlugField(_("adresse"), max_length=50, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()
    home_word = models.CharField(_("mot d’accueil"), max_length=600, blank=True)
    paper_word = models.CharField(_("mot sur l’émargement"), max_length=300, blank=True)
    is_starting = models.BooleanField(default=False, editable=False)  # its first steps are shown until put away
    # A host closed the group for a while, or it has moved to another address: see `suspending`.
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_why = models.CharField(max_length=300, blank=True, editable=False)
    moved_to = models.URLField(_("nouvelle adresse"), blank=True, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    @property
    def is_example(self) -> bool:
        """Was it made to try Cabas, beside real groups? Its book says so from birth, and the database keeps it."""
        return self.book.is_disposable and not settings.IS_DEMO

    def account(self, kind: Kind) -> Account:
        """The one account of this kind (not for members and vendors, who are many)."""
        return Account.objects.get(book_id=self.book_id, kind=kind)


class Place(models.Model):
    """Where distributions are held."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("nom"), max_length=120)
    address = models.CharField(_("adresse"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="place_name_once_per_group")]

    def __str__(self) -> str:
        return self.name


DIGITS_MAX = 9  # more is no number of a member


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        """Those who have not left."""
        return self.filter(left_on__isnull=True)

    def left(self) -> Self:
        """Those who have left: their number and their account wait for them."""
        return self.filter(left_on__isnull=False)

    def with_people(self) -> Self:
        """With the household's adults: one statement more, whatever the number of members."""
        return self.prefetch_related(models.Prefetch("adults", Adult.objects.select_related("person")))

    def matching(self, text: str) -> Self:
        """Those whose name (of any adult) holds each word, whatever the accents and case; or whose number it is."""
        if text.strip().isdecimal():
            return self.filter(number=int(text.strip()[:DIGITS_MAX]))
        members = self
        for word in search_form(text).split():
            members = members.filter(search_name__contains=word)
        return members

    def by_name(self) -> Self:
        return self.order_by("sort_name", "number")


_Households = models.Manager.from_queryset(MembershipQuerySet)


class HouseholdManager(_Households["Membership"]):
    """Households, which is what a group lists, counts and writes to: a passage is none."""

    def get_queryset(self) -> "models.QuerySet[Membership]":
        return super().get_queryset().filter(passage__isnull=True)


class Membership(models.Model):
    """A household in a group: its number there, its account, one or two adults.

    `passage`: none of the group, but whom a stand serves without an account; its account is at zero after each sale.
    `merged_into`: the same people were entered twice; this one is closed, that one stays.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    number = models.PositiveIntegerField(_("numéro"))
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    address1 = models.CharField(_("adresse"), max_length=200, blank=True)
    address2 = models.CharField(_("complément d’adresse"), max_length=200, blank=True)
    postcode = models.CharField(_("code postal"), max_length=12, blank=True)
    city = models.CharField(_("ville"), max_length=120, blank=True)
    joined_on = models.DateField(_("membre depuis"))
    left_on = models.DateField(null=True, blank=True)
    search_name = models.CharField(max_length=400, editable=False)  # every adult, as `search_form` writes them
    sort_name = models.CharField(max_length=200, editable=False)  # name, then first name, of the first adult
    passage = models.PositiveIntegerField(null=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged")

    objects = HouseholdManager()
    passages = MembershipQuerySet.as_manager()  # with households too; only the stand asks

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="member_number_once_per_group"),
            models.UniqueConstraint(fields=["group", "passage"], name="passage_once_per_group"),
        ]
        indexes = [models.Index(fields=["group", "sort_name"], name="members_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def people(self) -> list[Any]:
        """The household's adults, the first first. Free when fetched `with_people`."""
        return [adult.person for adult in sorted(self.adults.all(), key=lambda adult: adult.position)]

    @property
    def name(self) -> str:
        """« Camille Moreau »: the first adult, as lists show the household; « Passage 2 » where it is none."""
        if self.passage:
            return f"Passage {self.passage}"
        people = self.people
        return people[0].full_name if people else self._merged_name

    @property
    def full_name(self) -> str:
        """« Camille Moreau et Alex Moreau »."""
        if self.passage:
            return self.name
        between = pgettext("between two names", "et")
        return f" {between} ".join(person.full_name for person in self.people) or self._merged_name

    @property
    def _merged_name(self) -> str:
        """« n° 12, fusionné »: a household whose people are in another one now."""
        return _("n° %(number)s, fusionné") % {"number": self.number}


class Adult(models.Model):
    """A person of a household. A person is in one household of a group at most."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="adults")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="households")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="person_in_one_household_of_a_group"),
            models.UniqueConstraint(fields=["group", "membership", "position"], name="adult_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}"


class Role(models.TextChoices):
    """What a person is in a group, beside being a member. None implies another.

    The first three are given at the page of rights; the others say of what (`RoleHolder.about`), where that is kept.
    """

    COORDINATOR = "coordinator", _("coordination")
    TREASURER = "treasurer", _("trésorerie")
    ADMINISTRATOR = "administrator", _("administration")
    CATALOG_COORDINATOR = "catalog_coordinator", _("coordination de certains catalogues")
    PRODUCER = "producer", _("producteur, productrice")


OFFICES = (Role.COORDINATOR, Role.TREASURER, Role.ADMINISTRATOR)


class RoleHolder(models.Model):
    """A person holds a role in a group; `about`: for which catalogs or farm, in words."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="role_holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    about = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person", "role"], name="role_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"

    @property
    def said(self) -> str:
        """The role, and what it is about."""
        label = str(Role(self.role).label)
        return gettext("%(role)s\u202f: %(about)s") % {"role": label, "about": self.about} if self.about else label


class ImportDraft(models.Model):
    """A file that a person is importing: its rows between the upload and the act, emptied once imported.

    `purpose` says what the rows are about; `heading_row` and `by_key` are the columns as the person last saw them;
    `answers` is what else the import asked, as it asked it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    file_name = models.CharField(max_length=120)
    rows = models.JSONField()
    heading_row = models.PositiveIntegerField(null=True)
    by_key = models.JSONField()
    answers = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="import_drafts_by_age")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.file_name}"


class RememberedColumns(models.Model):
    """What the columns of a file of this shape were when one was last imported. `shape`: its headings."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    shape = models.CharField(max_length=64)
    by_key = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "kind", "shape"], name="columns_remembered_once_per_shape")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.by_key}"


class MemberImport(models.Model):
    """The households that one file brought, by their ids: « Annuler l’import » reads them once."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=120)
    members = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.at:%d/%m/%Y}"
