"""Step 3 党组（党委）推荐: places taken and freed, the order, the meeting, handing in and giving back (方案 四（三）)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from branches import access, audit, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import Refused, Stale, advance
from evaluation.models import Candidacy, Deliberation, ListVersion, RecommendationList, Transition
from evaluation.recommendation import handing_in
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.comparison import Candidate, names, passed_over
from evaluation.recommendation.issue import recommendation_report
from evaluation.recommendation.steps import appraisals as appraisals_steps
from evaluation.vocabulary import Action, ListState, State

REASON_LIMIT = 300


@transaction.atomic
def recommend(case: Candidacy, *, by: User, version: int | None, note: str = "") -> Transition:
    """Take a place: the last of the unit's own order, or one of the pool for a branch put forward.

    Why a lower score goes before a higher one is asked when the list is handed in, not here; a pick from the pool gives
    its reason at once, by rule.
    """
    note = note.strip()
    if len(note) > REASON_LIMIT:
        raise Refused(f"理由最多写{REASON_LIMIT}字，超出{len(note) - REASON_LIMIT}字，请删减。")
    done = advance(case, Action.RECOMMEND, by=by, note=note, version=version)
    mine = Candidacy.objects.filter(pk=case.pk)
    if done.before == State.FORWARDED:
        mine.update(recommendation_reason=note)  # no order among units (D21)
    else:
        seated = Candidacy.objects.filter(seat__list__cycle=case.cycle_id, seat__list__unit=case.unit_id)
        last = seated.aggregate(last=Max("rank"))["last"] or 0
        mine.update(rank=last + 1, recommendation_reason=note)
    return done


@transaction.atomic
def replace(
    out: Candidacy, into: Candidacy, *, by: User, out_version: int | None, into_version: int | None
) -> Transition:
    """Put one in the place of another, in the order too; both moves or neither."""
    own = RecommendationList.objects.filter(cycle=out.cycle_id, unit=out.unit_id).first()
    if own is None or (out.cycle_id, out.unit_id) != (into.cycle_id, into.unit_id):
        raise Refused("只能在同一单位的支部之间替换。")
    handing_in.locked(own)
    rank = Candidacy.objects.values_list("rank", flat=True).get(pk=out.pk)
    advance(out, Action.UNRECOMMEND, by=by, version=out_version, note=f"换为{into.branch.short_name}")
    done = recommend(into, by=by, version=into_version)
    Candidacy.objects.filter(pk=into.pk).update(rank=rank)
    return done


@transaction.atomic
def put_in_order(the_list: RecommendationList, order: Sequence[int], *, by: User) -> None:
    """The recommended order, first to last, of exactly the cases on the list. It is never derived from scores.

    The audit learns of it with the version that is handed in: until then it would tell that there are picks (D52).
    """
    handing_in.require(by, the_list)
    the_list = handing_in.locked(the_list)
    handing_in.refuse(handing_in.unfinished(the_list))
    picked = recommendation_queries.picks(recommendation_queries.candidates(the_list))
    if sorted(order) != sorted(one.pk for one in picked):
        raise Stale
    if list(order) == [one.pk for one in picked]:
        return
    handing_in.number(order)


@transaction.atomic
def deliberate(
    the_list: RecommendationList,
    *,
    by: User,
    held_on: date,
    chair: str,
    expected: int,
    present: int,
    minutes: str,
    attendance: str = "",
) -> Deliberation:
    """Record a meeting (D20). A later meeting is another record; none is edited."""
    handing_in.require(by, the_list)
    the_list = handing_in.locked(the_list)
    problems = handing_in.unfinished(the_list)
    if held_on > clock.today():
        problems.append("会议日期不能晚于今天。")
    if not 1 <= present <= expected:
        problems.append("实到人数应在1人以上，且不超过应到人数。")
    handing_in.refuse(problems)
    row = Deliberation.objects.create(
        list=the_list,
        held_on=held_on,
        chair=chair,
        expected=expected,
        present=present,
        minutes=minutes,
        attendance=attendance,
        by=by,
        at=clock.now(),
    )
    audit.record("记录会议审议", the_list, by=by, held_on=held_on.isoformat(), minutes=minutes)
    return row


@transaction.atomic
def submit(
    the_list: RecommendationList,
    *,
    by: User,
    seen: Sequence[int],
    reasons: Mapping[int, str] | None = None,
    appraisals: Mapping[int, str] | None = None,
    remark: str = "",
    is_nobody: bool = False,
    number: str = "",
) -> ListVersion:
    """Hand the list in. `seen` is the order the person had before him: another one by now is refused.

    `appraisals`: 综合考评意见 by case, in place of what was written before (D54).
    """
    handing_in.require(by, the_list)
    the_list = handing_in.locked(the_list)
    handing_in.refuse(recommendation_queries.keeps_open(the_list))
    standing = recommendation_queries.candidates(the_list)
    picked = recommendation_queries.picks(standing)
    if list(seen) != [one.pk for one in picked]:
        raise Stale
    given = {pk: text.strip() for pk, text in (reasons or {}).items() if text.strip()}
    appraisals_steps.keep(the_list, appraisals or {}, by=by)
    problems = [*_unexplained(standing, given), *_unappraised(picked)]
    if not remark.strip() and (left := recommendation_queries.unconcluded(the_list)):
        problems.append(
            f"{'、'.join(case.branch.short_name for case in left)}已申请但没有考核完，请说明为什么现在报送。"
        )
    if not picked:
        problems += _nobody(the_list, is_nobody=is_nobody)
    handing_in.refuse(problems)
    for one in picked:
        if one.pk in given:
            Candidacy.objects.filter(pk=one.pk).update(recommendation_reason=given[one.pk])
    handing_in.number(seen)
    version = handing_in.hand_in(the_list, by=by, order=seen, remark=remark.strip())
    recommendation_report(version, by=by, number=number.strip())
    return version


@transaction.atomic
def return_list(the_list: RecommendationList, *, by: User, reason: str, due: date) -> None:
    """市直工委 gives a list back, with a reason and a new last day. The pool's list is reopened in the same way.

    What is proposed, named or not named on it stays on its place (D14); the unit works on the rest.
    """
    access.require(by, Perm.RUN_CYCLE)
    the_list = handing_in.locked(the_list)
    problems = []
    if not the_list.cycle.is_running:
        problems.append("本年度评定已结束，不能再办理。")
    if the_list.state != ListState.SUBMITTED:
        problems.append("名单没有报送，不需要退回。")
    if not reason.strip():
        problems.append("请写明退回理由。")
    problems += recommendation_queries.undatable(the_list, due)
    handing_in.refuse(problems)
    handing_in.give_back(the_list, by=by, reason=reason.strip(), due=due)


def _unexplained(standing: list[Candidate], given: Mapping[int, str]) -> list[str]:
    """A lower reference score before a higher one wants a reason (D21)."""
    by_pk = {one.pk: one for one in standing}
    return [
        f"{by_pk[pk].name}（{by_pk[pk].score}）排在参考分更高的{names(others)}之前，请写明理由。"
        for pk, others in passed_over(standing).items()
        if pk not in given
    ]


def _unappraised(picked: list[Candidate]) -> list[str]:
    """On each branch that it recommends the leading Party group says what it thinks of it (方案 四（三）, D54)."""
    known = recommendation_queries.appraisals([one.pk for one in picked])
    return [f"{one.name}还没有党组（党委）的综合考评意见。" for one in picked if one.pk not in known]


def _nobody(the_list: RecommendationList, *, is_nobody: bool) -> list[str]:
    """宁缺毋滥 is an act of its own, never an oversight (D6)."""
    forwarded = Candidacy.objects.filter(cycle=the_list.cycle_id, unit=the_list.unit_id, state=State.FORWARDED).first()
    if forwarded:
        return ["本单位已推送一个支部参加联合推荐，推送即为报送。如不再推送，请先收回。"]
    return [] if is_nobody else ["名单中没有支部。如经研究本年度不推荐，请勾选确认。"]
