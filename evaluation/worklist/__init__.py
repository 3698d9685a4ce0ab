"""Who owes what, now: one function behind the home page, the reminders and 催办 (方案 五（一）).

The rooms' duties say what is owed; here it is collected and sorted. A task is one sentence, one button, one date. Each
kind of case costs one query, whatever the number of cases.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from branches.models import User
from evaluation.assessment import duties as assessment_duties
from evaluation.assessment.verification import duties as verification_duties
from evaluation.cycle import duties as cycle_duties
from evaluation.decision import duties as decision_duties
from evaluation.drafting import duties as drafting_duties
from evaluation.guidance import duties as guidance_duties
from evaluation.honours import duties as honours_duties
from evaluation.issued import duties as issued_duties
from evaluation.naming import duties as naming_duties
from evaluation.recommendation import duties as recommendation_duties
from evaluation.reinspection import duties as reinspection_duties
from evaluation.self_assessment import duties as self_assessment_duties
from evaluation.status import duties as status_duties
from evaluation.succession import duties as succession_duties
from evaluation.vacancies import duties as vacancies_duties
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task
from evaluation.worklist.waits import idle

OfMany = Callable[[Sequence[User]], Iterator[tuple[User, Task]]]
OfOne = Callable[[User], Iterator[Task]]

# What is reminded of is asked of all people at once; the rest of each person who holds the post.
OF_MANY: tuple[OfMany, ...] = (
    self_assessment_duties.self_assess,
    self_assessment_duties.answer_requests,
    assessment_duties.score,
    assessment_duties.assess,
    assessment_duties.draw_up,
    recommendation_duties.recommend,
    recommendation_duties.name_organs,
    cycle_duties.oversee_branches,
    guidance_duties.pass_on,
    guidance_duties.read,
    guidance_duties.answer,
    guidance_duties.sum_up,
    issued_duties.receive,
    status_duties.agree_to_posts,
    vacancies_duties.fill_posts,
    reinspection_duties.reinspect,
    cycle_duties.run_cycle,
    recommendation_duties.pick_from_pool,
    recommendation_duties.free_lists,
    naming_duties.form_panel,
    naming_duties.evaluate,
    decision_duties.decide,
    decision_duties.sign,
    drafting_duties.pass_texts,
    drafting_duties.correct,
    decision_duties.review,
    cycle_duties.oversee_units,
)
OF_ONE: tuple[OfOne, ...] = (
    cycle_duties.confirm_year_changes,
    verification_duties.settle_findings,
    verification_duties.consider_matters,
    naming_duties.consult,
    reinspection_duties.settle_corrections,
    issued_duties.confirm,
    honours_duties.hand_back,
    honours_duties.settle_plaques,
    honours_duties.make_plaques,
    honours_duties.grant_subsidies,
    honours_duties.choose_methods,
    honours_duties.write_method,
    naming_duties.settle_objections,
    succession_duties.confirm,
    succession_duties.report_again,
    status_duties.keep_register,
    status_duties.fill_settings,
    status_duties.appoint,
    status_duties.confirm_posts,
    status_duties.confirm_changes,
    status_duties.confirm_system_keys,
    status_duties.replace_system_keys,
    status_duties.watch,
    status_duties.watch_door,
)

# What a duty tells of a secret of the unit, others are told in other words (D52).
AS_TOLD: Mapping[OfMany, OfMany] = {
    reinspection_duties.reinspect: reinspection_duties.reinspect_as_told,
}
# What never has a last day, besides all that is asked of one: nobody is reminded of it.
UNDATED: frozenset[OfMany] = frozenset(
    {
        assessment_duties.draw_up,
        recommendation_duties.name_organs,
        guidance_duties.pass_on,
        guidance_duties.read,
        issued_duties.receive,
        drafting_duties.correct,
        vacancies_duties.fill_posts,
        status_duties.agree_to_posts,
        naming_duties.form_panel,
    }
)
# What others may urge somebody to do, by what asks for it: all of it is owed by many.
URGED: Mapping[OfMany, frozenset[Duty]] = {
    self_assessment_duties.self_assess: frozenset({Duty.SELF_ASSESS}),
    assessment_duties.score: frozenset({Duty.SCORE}),
    assessment_duties.assess: frozenset({Duty.FORM_TEAM, Duty.COMPLETE_TEAM, Duty.CONCLUDE}),
    recommendation_duties.recommend: frozenset({Duty.RECOMMEND}),
    cycle_duties.oversee_branches: frozenset({Duty.OVERSEE_BRANCHES}),
    guidance_duties.answer: frozenset({Duty.ANSWER_HALF_YEAR}),
    guidance_duties.sum_up: frozenset({Duty.SUM_UP_HALF_YEAR}),
    reinspection_duties.reinspect_as_told: frozenset({Duty.REINSPECT_AND_REPORT}),
}


def tasks(user: User) -> list[Task]:
    """Everything `user` owes today, the nearest deadline first; what has no deadline comes last."""
    nothing = idle(user)
    of_manies = [one for one in OF_MANY if one not in nothing]
    return _collected([user], of_manies, [one for one in OF_ONE if one not in nothing])[user.pk]


def tasks_of(people: Sequence[User]) -> dict[int, list[Task]]:
    """The same of many people by their id, for the queries of one where thousands have the duty."""
    return _collected(people, OF_MANY, OF_ONE)


def told_of(people: Sequence[User]) -> dict[int, list[Task]]:
    """What somebody else may know of what these people owe."""
    return _collected(people, _as_told(OF_MANY), OF_ONE)


def reminded_of(people: Sequence[User]) -> dict[int, list[Task]]:
    """What of what these people owe has a last day, or may have one."""
    return _collected(people, _dated(), ())


def foretold_of(people: Sequence[User]) -> dict[int, list[Task]]:
    """The same, as somebody else may know it."""
    return _collected(people, _as_told(_dated()), ())


def urged_of(people: Sequence[User], wanted: Collection[Duty]) -> dict[int, list[Task]]:
    """What of these duties they may be urged to do: nothing else is asked."""
    return _collected(people, [one for one, duties in URGED.items() if duties & set(wanted)], ())


def _dated() -> list[OfMany]:
    return [one for one in OF_MANY if one not in UNDATED]


def _as_told(of_manies: Sequence[OfMany]) -> list[OfMany]:
    return [AS_TOLD.get(of_many, of_many) for of_many in of_manies]


def _collected(people: Sequence[User], of_manies: Sequence[OfMany], of_ones: Sequence[OfOne]) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = {user.pk: [] for user in people}
    for of_many in of_manies:
        for user, task in of_many(people):
            found[user.pk].append(task)
    for user in people:
        found[user.pk] += [task for of_one in of_ones for task in of_one(user)]
        found[user.pk].sort(key=lambda task: (task.due is None, task.due or date.max))
    return found
