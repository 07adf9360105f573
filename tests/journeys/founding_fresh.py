"""A fresh group, « neuf », that keeps its first balances: Karim is its treasurer. The fixture of the ninth journey."""

import django

django.setup()

from cabas.clock import now  # noqa: E402
from cabas.demo.entrances import BY_KEY  # noqa: E402
from cabas.groups.members import NewHousehold, NewPerson, add_members  # noqa: E402
from cabas.groups.models import Role  # noqa: E402
from cabas.groups.roles import set_roles  # noqa: E402
from cabas.hosting.founding import NewGroup, found_whole_group  # noqa: E402
from cabas.people.models import User  # noqa: E402

people = {key: User.objects.get(email=BY_KEY[key].email) for key in ("admin", "karim", "camille", "awa", "jean")}
new = NewGroup("Le Panier Neuf", "neuf", "Salle des fêtes")
group = found_whole_group(new, by=people["admin"], at=now(), is_disposable=True)
joining = [people[key] for key in ("karim", "camille", "awa", "jean")]
households = [NewHousehold([NewPerson(one.first_name, one.last_name, one.email or "")]) for one in joining]
add_members(group, households, at=now())
set_roles(group, people["karim"], [Role.TREASURER], by=people["admin"], at=now())
