"""A line of a list of balances is taken over when it surely says who and how much; what is doubtful is asked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from cabas.groups.models import Group, Membership
from cabas.groups.recognizing import Directory, directory_of
from cabas.money import Money
from cabas.payments.balance_answers import HAD, Answers
from cabas.payments.balance_cells import CellRefused, amount_of, is_negative, written_name
from cabas.payments.balance_columns import balance_columns
from cabas.payments.models import OpeningBalance
from cabas.people.names import search_form
from cabas.sheets.lines import Line, LineError
from cabas.sheets.reviewing import Fate, Judged, Review
from cabas.ui.formats import date_field, euros, signed

NOTHING = Money(0)
ASKED_MAX = 50  # doubtful names for which somebody is proposed: more of them are another group's file
TOTALS = ("total", "totaux", "somme", "sous total")


class Case(StrEnum):
    """What a line is."""

    TO_TAKE = "to take over"
    ZERO = "zero"
    ALREADY = "taken over already"
    DOUBTFUL = "nobody is surely meant"
    UNSAID = "which way it goes is not said"
    TOTAL = "a total"
    REFUSED = "refused"


FATES = {Case.TO_TAKE: Fate.NEW, Case.REFUSED: Fate.REFUSED}


@dataclass(frozen=True)
class BalanceLine:
    """`written`: the name in the list; `amount`: what the member had (above zero) or owed; `proposed`: who may be
    meant; `is_picked`: somebody said who."""

    case: Case
    written: str = ""
    amount: Money = NOTHING
    member: Membership | None = None
    proposed: Sequence[Membership] = ()
    is_picked: bool = False

    @property
    def is_asked(self) -> bool:
        """The list does not surely say who it is: somebody may."""
        return self.is_picked or self.case is Case.DOUBTFUL


Reviewed = Review[BalanceLine]


def judge_balances(group: Group, lines: Iterable[Line], answers: Answers) -> Reviewed:
    """What becomes of each line. Three statements."""
    return _Judge(group, answers).review(list(lines))


def of_case(review: Reviewed, *cases: Case) -> list[Judged[BalanceLine]]:
    return [line for line in review.lines if line.item and line.item.case in cases]


def unsigned_of(lines: Sequence[Line], answers: Answers) -> str:
    """What an amount without a sign is: as somebody said; else `HAD` where a minus tells the others; else unknown."""
    return answers.unsigned or (HAD if any(is_negative(line.value("amount")) for line in lines) else "")


class _Judge:
    def __init__(self, group: Group, answers: Answers) -> None:
        self.answers = answers
        self.directory: Directory = directory_of(group)
        self.by_number = {member.number: member for member in self.directory.members}
        standing = OpeningBalance.objects.filter(group=group, undone_at=None)
        self.standing = {opening.membership_id: opening for opening in standing}
        self.asked = 0

    def review(self, lines: Sequence[Line]) -> Reviewed:
        unsigned = unsigned_of(lines, self.answers)
        judged = [self._judge(line, unsigned) for line in lines]
        return Review(tuple(_each_member_once(judged)))

    def _judge(self, line: Line, unsigned: str) -> Judged[BalanceLine]:
        name, email = written_name(line), line.value("email")
        if not email and "@" in name:
            name, email = "", name
        if not (name or email):
            return _refused(line, "", "name", _("il manque le nom."))
        if not email and self._is_total(name):
            return Judged(line.number, Fate.KNOWN, name, item=BalanceLine(Case.TOTAL))
        try:
            amount = amount_of(line, unsigned)
        except CellRefused as refused:
            return _refused(line, name or email, refused.column, str(refused))
        return self._with_amount(line, name, email, amount)

    def _is_total(self, name: str) -> bool:
        """« TOTAL » under the list is nobody, unless it is somebody's name."""
        is_total = search_form(name).startswith(TOTALS)
        return is_total and self.directory.recognise(name, with_proposals=False).member is None

    def _with_amount(self, line: Line, name: str, email: str, amount: Money | None) -> Judged[BalanceLine]:
        shown = name or email
        if amount is None:
            return Judged(line.number, Fate.KNOWN, shown, line.value("amount"), item=BalanceLine(Case.UNSAID))
        if amount.is_zero:
            return Judged(line.number, Fate.KNOWN, shown, item=BalanceLine(Case.ZERO))
        found = self.directory.recognise(name, email, with_proposals=self.asked < ASKED_MAX)
        item = BalanceLine(Case.TO_TAKE, shown, amount, found.member, found.proposed)
        if found.member is None:
            self.asked += 1
            picked = self.by_number.get(self.answers.picked.get(line.number, 0))
            item = replace(item, case=Case.TO_TAKE if picked else Case.DOUBTFUL, member=picked, is_picked=bool(picked))
        return self._placed(line, item)

    def _placed(self, line: Line, item: BalanceLine) -> Judged[BalanceLine]:
        """The line with whom it is about, unless that member has an opening balance already."""
        remark = ""
        if item.member and (standing := self.standing.get(item.member.pk)):
            item = replace(item, case=Case.ALREADY)
            said = {"amount": signed(standing.amount), "day": date_field(standing.stood_on)}
            remark = _("déjà repris\u202f: %(amount)s au %(day)s") % said
        elif item.is_picked:
            remark = _("«\u202f%(name)s\u202f» dans la liste") % {"name": item.written}
        name = item.member.name if item.member else item.written
        return Judged(line.number, FATES.get(item.case, Fate.KNOWN), name, said_of(item.amount), remark, item)


def said_of(amount: Money) -> str:
    """« devait 12,50 € », « avait 8,00 € en avoir »: in words, whatever the list writes."""
    words = _("avait %(amount)s en avoir") if amount > NOTHING else _("devait %(amount)s")
    return words % {"amount": euros(abs(amount))}


def _refused(line: Line, name: str, column: str, message: str) -> Judged[BalanceLine]:
    error = LineError(line.number, _label(column), message)
    return Judged(line.number, Fate.REFUSED, name, item=BalanceLine(Case.REFUSED), errors=(error,))


def _label(key: str) -> str:
    return next((column.label for column in balance_columns() if column.key == key), "")


def _each_member_once(judged: Sequence[Judged[BalanceLine]]) -> list[Judged[BalanceLine]]:
    """Two lines of one member: the one that somebody picked is refused; where both are certain, both are."""
    lines: dict[int, list[Judged[BalanceLine]]] = defaultdict(list)
    for line in judged:
        if line.item and line.item.case is Case.TO_TAKE and line.item.member:
            lines[line.item.member.pk].append(line)
    return [_checked(line, lines[line.item.member.pk]) if line.item and line.item.member else line for line in judged]


def _checked(line: Judged[BalanceLine], same: Sequence[Judged[BalanceLine]]) -> Judged[BalanceLine]:
    assert line.item
    certain = [one for one in same if one.item and not one.item.is_picked]
    first = (certain or same)[:1]
    others = first if line.item.is_picked else certain
    twin = next((one for one in others if one.number != line.number), None)
    if twin is None or line not in same:
        return line
    message = _("%(name)s est aussi à la ligne %(number)s. Gardez une seule des deux lignes.")
    error = LineError(line.number, "", message % {"name": line.name, "number": twin.number})
    item = replace(line.item, case=Case.REFUSED)
    return replace(line, fate=Fate.REFUSED, item=item, errors=(error,))
