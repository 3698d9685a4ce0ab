"""两优一先: who of a holder was put forward, when and for what (方案 五（二）, D50)."""

from datetime import date

from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.models import Honour, Nomination


def why_not_named(award: str, name: str) -> str:
    """Persons are named, an organisation is the branch itself."""
    if award == Nomination.Award.ORGANISATION:
        return "推荐先进基层党组织的，不填姓名" if name.strip() else ""
    return "" if name.strip() else "推荐个人的，请填写姓名"


@transaction.atomic
def put_forward(
    honour: Honour, *, by: User, award: str, put_forward_on: date, name: str = "", note: str = ""
) -> Nomination:
    """Record one, of a branch whose title was in force on that day."""
    access.require(by, Perm.MANAGE_HONOURS)
    honour = Honour.objects.select_for_update(of=("self",)).select_related("branch").get(pk=honour.pk)
    row = Nomination(
        honour=honour, award=award, name=name.strip(), put_forward_on=put_forward_on, note=note.strip(), by=by
    )
    _check(row)
    row.at = clock.now()
    row.save()
    audit.record("登记两优一先推荐", row, by=by, honour=honour.pk, nomination=row.pk)
    return row


@transaction.atomic
def correct(
    nomination: Nomination,
    *,
    by: User,
    award: str,
    put_forward_on: date,
    name: str = "",
    note: str = "",
    is_void: bool = False,
) -> None:
    """Change what was recorded wrongly; what stood there before is in the audit trail."""
    access.require(by, Perm.MANAGE_HONOURS)
    rows = Nomination.objects.select_related("honour__branch")
    before = rows.select_for_update(of=("self",)).get(pk=nomination.pk)
    after = rows.get(pk=nomination.pk)
    after.award, after.put_forward_on, after.is_void = award, put_forward_on, is_void
    after.name, after.note = name.strip(), note.strip()
    _check(after)
    changed = audit.differences(before, after)
    if not changed:
        raise Refused("内容没有修改。")
    after.save()
    audit.record("更正两优一先推荐", after, by=by, honour=after.honour_id, nomination=after.pk, changed=changed)


def _check(row: Nomination) -> None:
    problems = []
    if why := why_not_named(row.award, row.name):
        problems.append(f"{why}。")
    honour, day = row.honour, row.put_forward_on
    if day > clock.today():
        problems.append("推荐日期不能晚于今天。")
    elif not row.is_void and (day < honour.named_on or (honour.ended_on is not None and day >= honour.ended_on)):
        problems.append(f"{honour.branch}的称号在这一天无效，不登记优先推荐。")
    if problems:
        raise Refused(*problems)
