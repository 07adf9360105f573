"""A household quits, or is removed, and is told (E32): what it had, what is kept, and how it comes back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.leaving import leave
from cabas.groups.models import Membership
from cabas.mail.queueing import Letter, queue
from cabas.people.models import User
from cabas.ui.formats import day_long
from cabas.ui.language import in_french

LEFT = "E32"


@transaction.atomic
def part(membership: Membership, *, by: User, at: datetime, words: str = "") -> Membership:
    """The household leaves the group, and is told so with `words` of who removes it. Raises as `leave`."""
    gone = leave(membership, by=by, at=at)
    queue([_letter(gone, by, words.strip(), at)], at=at)
    return gone


@in_french
def _letter(gone: Membership, by: User, words: str, at: datetime) -> Letter:
    said = {"group": gone.group.name, "number": gone.number, "day": day_long(local_date(at))}
    is_own = by in gone.people
    subject = _("Vous avez quitté le groupe") if is_own else _("Votre foyer a été retiré du groupe")
    first = _("Votre solde était à 0\u202f: vous avez quitté le groupe «\u202f%(group)s\u202f» le %(day)s.")
    if not is_own:
        first = _(
            "Votre solde était à 0\u202f: votre foyer, n° %(number)s, est sorti du groupe "
            "«\u202f%(group)s\u202f» le %(day)s."
        )
    lines = [
        _("Bonjour,"),
        first % said,
        *([words] if words else []),
        _("Votre numéro, votre compte et votre historique sont gardés\u202f: si vous revenez, vous les retrouvez."),
        _("Votre connexion reste. Vos données, et leur effacement, sont à la page «\u202fMes données\u202f»."),
        *([] if is_own else [_("Une question, une erreur\u202f? Répondez à ce message.")]),
    ]
    return Letter(gone, LEFT, subject, "\n\n".join(lines))
