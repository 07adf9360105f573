"""At the Ferme des Aulnes somebody sees what to bring and keeps the catalog; a member coordinates one catalog."""

from cabas.catalogs.coordinating import coordinate
from cabas.catalogs.models import Catalog, Vendor
from cabas.demo.entrances import BY_KEY
from cabas.demo.scene import Scene
from cabas.groups.members import NewPerson
from cabas.people.models import User
from cabas.producers.inviting import invite
from cabas.producers.keeping import let_vendor_keep

FARM = "Ferme des Aulnes"
KEEPER, KEPT = "Fatou Sarr", "Fournil de Lise"


def open_farm(scene: Scene, by: User) -> None:
    """Hugo has no household: he signs in for the farm alone."""
    at = scene.group.founded_at
    vendor = Vendor.objects.select_related("group").get(group=scene.group, name=FARM)
    Vendor.objects.filter(pk=vendor.pk).update(email="ferme.des.aulnes@example.org")
    invite(vendor, NewPerson("Hugo", "Aubry", BY_KEY["hugo"].email), by=by, at=at)
    let_vendor_keep(Catalog.objects.get(group=scene.group, name=FARM), by=by, at=at)
    kept = Catalog.objects.get(group=scene.group, name=KEPT)
    coordinate(scene.group, scene.person(KEEPER), [kept], by=by, at=at)
