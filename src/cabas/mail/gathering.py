"""What is not urgent leaves once a day, at 18 h in Paris, in one mail, for those who chose that."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import PARIS
from cabas.ledger.inserting import insert
from cabas.mail.attaching import each_of, papers
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.ui.language import in_french

KIND = "E38"
EVENING = time(18)
SUBJECT_MAX = 200


@transaction.atomic
def gather(*, at: datetime) -> int:
    """Let what was held before the evening leave. Returns how many mails that makes. Four statements for any number."""
    evening = datetime.combine(at.astimezone(PARIS).date(), EVENING, tzinfo=PARIS)
    if at < evening:
        return 0
    held = OutgoingMail.objects.held().filter(queued_at__lt=evening).select_related("group")
    mails = list(held.select_for_update(of=("self",)).order_by("group", "to", "pk"))
    readers = [list(of_one) for _, of_one in groupby(mails, key=lambda mail: (mail.group_id, mail.to))]
    alone = [of_one[0] for of_one in readers if len(of_one) == 1]
    together = [(_gathered(of_one, at), of_one) for of_one in readers if len(of_one) > 1]
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in alone]).update(is_held=False)
    insert([evening_mail for evening_mail, _of_one in together])
    _leave_in(together, at)
    if readers:
        send_waiting.enqueue()
    return len(readers)


def _leave_in(together: Iterable[tuple[OutgoingMail, list[OutgoingMail]]], at: datetime) -> None:
    left = []
    for evening_mail, of_one in together:
        for mail in of_one:
            mail.gathered_in, mail.sent_at = evening_mail, at
            left.append(mail)
    OutgoingMail.objects.bulk_update(left, ["gathered_in", "sent_at"], batch_size=500)


@in_french
def _gathered(mails: Sequence[OutgoingMail], at: datetime) -> OutgoingMail:
    first = mails[0]
    group = first.group.name if first.group else ""
    facts = [mail.subject.removeprefix(f"[{group}] ") for mail in mails]
    count = ngettext("Votre message du jour", "Vos %(count)s messages du jour", len(mails)) % {"count": len(mails)}
    subject = _("%(count)s\u202f: %(facts)s") % {"count": count, "facts": " · ".join(facts)}
    body = "\n\n".join(f"{fact.upper()}\n\n{mail.body}" for fact, mail in zip(facts, mails, strict=True))
    carried = [each for mail in mails for each in each_of(mail.attached)]
    return OutgoingMail(
        group=first.group,
        membership_id=first.membership_id,
        person_id=first.person_id,
        kind=KIND,
        to=first.to,
        subject=f"[{group}] {subject}"[:SUBJECT_MAX],
        body=body,
        attached=papers(*carried) if carried else None,
        queued_at=at,
    )
