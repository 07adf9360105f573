"""Who is on duty at a distribution, a line for each role: for the papers of the evening."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.models import Distribution
from cabas.people.models import User
from cabas.volunteering.duties import Need, duties_of


def duty_lines(distribution: Distribution) -> list[str]:
    """« Distribution : Nadia Benali, il manque 1 personne ». Two statements."""
    return [_line(need, people) for need, people in duties_of(distribution).rows]


def _line(need: Need, people: list[User]) -> str:
    parts = [person.full_name for person in people]
    if need.missing:
        words = ngettext("il manque %(count)s personne", "il manque %(count)s personnes", need.missing)
        parts.append(words % {"count": need.missing})
    return _("%(role)s\u202f: %(people)s") % {"role": need.name, "people": ", ".join(parts)}
