"""推荐报告 with 候选支部名单, frozen when a unit hands its list in or puts a branch forward (方案 四（三）, D47)."""

from collections.abc import Sequence

from branches import clock, in_words
from branches.models import User
from branches.settings import queries as settings_queries
from evaluation.documents import earlier, making
from evaluation.models import Candidacy, Deliberation, ListVersion, Notice, RecommendationList
from evaluation.typesetting.content import Recommendation, RecommendedBranch


def recommendation_report(version: ListVersion, *, by: User, number: str = "") -> Notice:
    """A list that was given back and is handed in again gets a new report in place of the old (D27)."""
    the_list = version.list
    content = facts(the_list, [row["candidacy"] for row in version.rows], version.deliberation, by)
    return _make(the_list, content, by=by, number=number)


def forwarding_report(case: Candidacy, *, by: User, number: str = "") -> Notice:
    """What a small unit reports of the branch that it puts forward."""
    the_list = _list_of(case)
    meeting = Deliberation.objects.filter(list=the_list).latest("pk")
    return _make(the_list, facts(the_list, [case.pk], meeting, by), by=by, number=number)


def standing_report(case: Candidacy) -> Notice | None:
    """The report of the case's unit that no other has replaced."""
    return earlier.last_of(Notice.Kind.RECOMMENDATION, list=_list_of(case))


def _list_of(case: Candidacy) -> RecommendationList:
    return RecommendationList.objects.select_related("cycle", "unit").get(cycle=case.cycle_id, unit=case.unit_id)


def _make(the_list: RecommendationList, content: Recommendation, *, by: User, number: str) -> Notice:
    """In place of the unit's report before, if there is one: given back (D27), or void since the branch was taken back."""
    before = earlier.last_of(Notice.Kind.RECOMMENDATION, list=the_list)
    return making.make(
        Notice.Kind.RECOMMENDATION,
        content,
        by=by,
        number=number,
        cycle=the_list.cycle,
        list=the_list,
        unit=the_list.unit,
        corrects=before,
        correction="收回推送后重新报送。" if before and hasattr(before, "voiding") else "退回后重新报送。",
    )


def facts(the_list: RecommendationList, order: Sequence[int], meeting: Deliberation | None, by: User) -> Recommendation:
    """`order`: ids of the cases in the recommended order. Without a meeting as yet: a draft with blanks."""
    unit = the_list.unit
    if unit is None:
        raise ValueError("The pool reports nothing: it is the work committee's own list.")
    cases = Candidacy.objects.filter(pk__in=order).select_related("branch", "appraisal").in_bulk()
    return {
        **making.paper(
            [settings_queries.leading_group(unit)],
            [settings_queries.work_committee()],
            printed_by=f"{unit.name}办公室",
        ),
        "year": the_list.cycle.year,
        "unit": unit.name,
        "signer": meeting.chair if meeting else "",
        "contact": by.name,
        "telephone": by.phone,
        "base": the_list.base,
        "ratio": in_words.percent(the_list.ratio),
        "cap": the_list.cap,
        "is_pooled": the_list.pool_id is not None,
        "meeting": {
            "held_on": (meeting.held_on if meeting else clock.today()).isoformat(),
            "chair": meeting.chair if meeting else "",
            "expected": meeting.expected if meeting else 0,
            "present": meeting.present if meeting else 0,
            "minutes": meeting.minutes if meeting else "",
        },
        "assessed": earlier.assessed({"cycle": the_list.cycle_id, "unit": the_list.unit_id}),
        "branches": [_branch(cases[pk]) for pk in order],
    }


def _branch(case: Candidacy) -> RecommendedBranch:
    branch, score = case.branch, case.assessed_score
    return {
        "branch": branch.full_name,
        "secretary": branch.secretary_name,
        "members": branch.full_members + branch.probationary_members,
        "score": "" if score is None else str(score),
        "is_first_branch": branch.is_first_branch,
        "appraisal": [line for line in case.appraisal.text.split("\n") if line.strip()]
        if hasattr(case, "appraisal")
        else [],
    }
