"""核验: answering the six conditions, confirming and correcting findings (方案 三; D10, D13–D16).

A finding that takes effect disqualifies at once. Its facts go into no record, note or list.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit, clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from evaluation.advance import Refused, Stale, advance
from evaluation.assessment.verification.queries import Matter, closed_because, facts_of, tier_of
from evaluation.cases import recusals
from evaluation.cases.knowledge import one_as_known
from evaluation.cases.locks import lock_case
from evaluation.models import Candidacy, Disqualification, Hold, UnitMatter, Verification
from evaluation.procedure.lives import ENDS
from evaluation.rules import general as general_rules
from evaluation.vocabulary import Action, Answer, Tier


@transaction.atomic
def verify(
    case: Candidacy,
    condition: Disqualification,
    answer: str,
    *,
    by: User,
    facts: str = "",
    basis: str = "",
    decided_on: date | None = None,
    matter: UnitMatter | None = None,
) -> Verification:
    """Answer one condition for the tier of `by`; the answer before it stays on record.

    有 needs facts and the date of the decision, under (1) and (6) also a written basis. Decided within the year it
    takes effect at once, under (1) and (6) when 市直工委 confirms it; of the next January to July it raises a hold.
    `matter`: the matter of the unit that this answer is about.
    """
    tier = _tier(case, by)
    case = lock_case(case)
    if reason := closed_because(one_as_known(case, by), tier):
        raise Refused(reason)
    if answer not in Answer.values:
        raise Refused("请选择核验结论：无、有或待核实。")
    before = Verification.objects.filter(candidacy=case, disqualification=condition, tier=tier, is_current=True)
    if before.filter(takes_effect=True).exists():
        raise Refused("该情形已核实生效，不能改答，只能经两人更正。")
    is_found = answer == Answer.YES
    holds_up = is_found and _check_finding(case, condition, facts, basis, decided_on)
    before.update(is_current=False)
    given = Verification.objects.create(
        candidacy=case,
        disqualification=condition,
        tier=tier,
        answer=answer,
        matter=matter,
        takes_effect=is_found and not holds_up and not condition.needs_basis,
        facts=facts.strip() if answer != Answer.NO else "",
        basis=basis.strip() if is_found else "",
        decided_on=decided_on if is_found else None,
        by=by,
        at=clock.now(),
    )
    audit.record("核验不得参评情形", case, by=by, tier=str(tier), condition=condition.number, answer=str(answer))
    if holds_up:
        reason = f"不得参评情形{condition}在次年1—7月处理，暂缓命名。"
        Hold.objects.get_or_create(
            candidacy=case, reason=reason, lifted_at=None, defaults={"raised_by": by, "raised_at": clock.now()}
        )
    if given.takes_effect:
        _disqualify(case, given, by)
    return given


@transaction.atomic
def verify_all(case: Candidacy, answers: Iterable[tuple[Disqualification, str]], *, by: User) -> None:
    """Answer several conditions, all or none. 有 asks for its facts and is left to `verify`."""
    for condition, answer in answers:
        if answer != Answer.YES:
            verify(case, condition, answer, by=by)


@transaction.atomic
def confirm(finding: Verification, *, by: User) -> None:
    """市直工委 confirms a finding that needs a written basis: now it takes effect (D16). Not by who found it."""
    case = _for_committee(finding, by)
    if finding.answer != Answer.YES or not finding.disqualification.needs_basis or finding.confirmed_at:
        raise Refused("这项结论不需要确认。")
    if finding.corrected_at or finding.correction_asked_at:
        raise Refused("这项结论正在更正，不能确认。")
    if finding.by_id == by.pk:
        raise Refused(f"这项结论由您作出，须由{WORK_COMMITTEE}的另一人确认。")
    if case.state in ENDS:
        raise Refused(f"该支部现在是“{case.standing.label}”，不能再确认。")
    Verification.objects.filter(pk=finding.pk).update(confirmed_by=by, confirmed_at=clock.now(), takes_effect=True)
    audit.record("确认核验结论", case, by=by, condition=finding.disqualification.number)
    _disqualify(case, finding, by)


@transaction.atomic
def ask_correction(finding: Verification, *, by: User, reason: str) -> None:
    """The first of two people says that a finding is wrong, and why (D16)."""
    case = lock_case(finding.candidacy)
    _tier(case, by)
    finding = Verification.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if finding.answer != Answer.YES or finding.corrected_at or not finding.is_current:
        raise Refused("只有现行的“有”可以更正。")
    if finding.correction_asked_at:
        raise Refused(f"已有人提出更正，等待{WORK_COMMITTEE}的第二人办理。")
    if not reason.strip():
        raise Refused("请写明更正的理由。")
    Verification.objects.filter(pk=finding.pk).update(
        correction_reason=reason.strip(), correction_asked_by=by, correction_asked_at=clock.now()
    )
    audit.record("提出更正核验结论", case, by=by, condition=finding.disqualification.number)


@transaction.atomic
def correct(finding: Verification, *, by: User) -> None:
    """The second person, of 市直工委, agrees: the finding no longer counts and the case may be reinstated (D16)."""
    case = _for_committee(finding, by)
    _require_asked(finding, by)
    Verification.objects.filter(pk=finding.pk).update(corrected_by=by, corrected_at=clock.now(), takes_effect=False)
    audit.record("更正核验结论", case, by=by, condition=finding.disqualification.number)


@transaction.atomic
def keep(finding: Verification, *, by: User) -> None:
    """The second person does not agree: the finding stands."""
    case = _for_committee(finding, by)
    _require_asked(finding, by)
    Verification.objects.filter(pk=finding.pk).update(
        correction_reason="", correction_asked_by=None, correction_asked_at=None
    )
    audit.record("不予更正核验结论", case, by=by, condition=finding.disqualification.number)


@transaction.atomic
def look(case: Candidacy, *, by: User) -> list[Matter]:
    """The facts, for whoever may verify; each look is on record (D16)."""
    _tier(case, by)
    audit.record("查看核验事实", case, by=by)
    return facts_of(case)


def _tier(case: Candidacy, by: User) -> Tier:
    tier = tier_of(by, case)
    if tier is None:
        raise PermissionDenied
    return tier


def _check_finding(
    case: Candidacy, condition: Disqualification, facts: str, basis: str, decided_on: date | None
) -> bool:
    """Refuse an incomplete 有; True if it holds the naming up instead of disqualifying (D10)."""
    year = case.cycle.year
    reasons = []
    if not facts.strip():
        reasons.append("答“有”须写明事实。")
    if condition.needs_basis and not basis.strip():
        reasons.append("该情形须有书面依据，请填写文件标题和文号。")
    if decided_on is None:
        reasons.append("请填写处理决定日期。")
    elif decided_on > clock.today():
        reasons.append("处理决定日期不能晚于今天。")
    if reasons or decided_on is None:
        raise Refused(*reasons)
    if not condition.within_year or general_rules.falls_in_year(decided_on, year):
        return False
    if general_rules.raises_hold(decided_on, year):
        return True
    raise Refused(f"处理决定日期不在{year}年度内，不构成本年度的该项情形。请核对日期，或答“无”。")


def _disqualify(case: Candidacy, finding: Verification, by: User) -> None:
    note = f"不得参评情形{finding.disqualification}已核实。"
    advance(case, Action.DISQUALIFY, by=by, note=note, data={"condition": finding.disqualification.number})


def _for_committee(finding: Verification, by: User) -> Candidacy:
    """The case, locked, and the finding reread, for somebody who acts for 市直工委 (D19)."""
    case = lock_case(finding.candidacy)
    if _tier(case, by) is not Tier.CITY or not recusals.for_committee(by, case):
        raise PermissionDenied
    finding.refresh_from_db()
    if not finding.is_current:
        raise Stale
    return case


def _require_asked(finding: Verification, by: User) -> None:
    if finding.corrected_at or not finding.correction_asked_at:
        raise Refused("没有待办理的更正。")
    if finding.correction_asked_by_id == by.pk:
        raise Refused(f"更正由您提出，须由{WORK_COMMITTEE}的另一人办理。")
