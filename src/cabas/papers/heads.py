"""A paper says at its head who gives it and to whom: the group and its place, the member and their address."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cabas.groups.models import Group, Membership, Place


@dataclass(frozen=True)
class Head:
    """Names, and addresses line by line; a group has the address of its first place that has one."""

    group: str
    group_address: list[str]
    member: str
    member_address: list[str]
    member_number: str

    def as_data(self) -> dict[str, object]:
        """What the templates of papers read."""
        return {
            "group": {"name": self.group, "address": self.group_address},
            "member": {"name": self.member, "address": self.member_address, "number": self.member_number},
        }


def head_of(member: Membership) -> Head:
    """The head of a paper for this member, fetched `with_people` and with its group. One statement."""
    return Head(
        group=member.group.name,
        group_address=_address(member.group),
        member=member.full_name or member.name,
        member_address=_lines(member.address1, member.address2, f"{member.postcode} {member.city}".strip()),
        member_number=_("membre n° %(number)s") % {"number": member.number},
    )


def _address(group: Group) -> list[str]:
    place = Place.objects.filter(group=group).exclude(address="").order_by("pk").first()
    return _lines(place.name, place.address) if place else []


def _lines(*lines: str) -> list[str]:
    """Those that say something, each once: a place may have its own address as its name."""
    return list(dict.fromkeys(line for line in lines if line))
