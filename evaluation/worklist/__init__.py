"""Who owes what, now: one function behind the home page, the reminders and 催办 (方案 五（一）).

The rooms' duties say what is owed; here it is collected and sorted. A task is one sentence, one button, one date. Each
kind of case costs one query, whatever the number of cases.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from branches.models import User
from evaluation.assessment import duties as assessment_duties
from evaluation.assessment.verification import duties as verification_duties
from evaluation.cases.task import Task
from evaluation.cycle import duties as cycle_duties
from evaluation.decision import duties as decision_duties
from evaluation.honours import duties as honours_duties
from evaluation.naming import duties as naming_duties
from evaluation.recommendation import duties as recommendation_duties
from evaluation.reinspection import duties as reinspection_duties
from evaluation.self_assessment import duties as self_assessment_duties
from evaluation.status import duties as status_duties
from evaluation.succession import duties as succession_duties

# What thousands may owe is asked of all of them at once; the rest is asked of each person who holds the post.
OF_MANY: tuple[Callable[[Sequence[User]], Iterator[tuple[User, Task]]], ...] = (
    self_assessment_duties.self_assess,
    assessment_duties.score,
    assessment_duties.form_team,
    assessment_duties.conclude,
    recommendation_duties.recommend,
    cycle_duties.oversee_branches,
)
OF_ONE: tuple[Callable[[User], Iterator[Task]], ...] = (
    cycle_duties.run_cycle,
    recommendation_duties.pick_from_pool,
    verification_duties.settle_findings,
    naming_duties.evaluate,
    decision_duties.decide,
    decision_duties.sign,
    reinspection_duties.reinspect,
    decision_duties.review,
    reinspection_duties.settle_corrections,
    honours_duties.hand_back,
    honours_duties.keep_honours,
    honours_duties.write_method,
    cycle_duties.oversee_units,
    naming_duties.settle_objections,
    succession_duties.confirm,
    succession_duties.report_again,
    status_duties.keep_register,
    status_duties.appoint,
    status_duties.watch,
)


def tasks(user: User) -> list[Task]:
    """Everything `user` owes today, the nearest deadline first; what has no deadline comes last."""
    return tasks_of([user])[user.pk]


def tasks_of(people: Sequence[User]) -> dict[int, list[Task]]:
    """The same of many people by their id, for the queries of one where thousands have the duty."""
    found: dict[int, list[Task]] = {user.pk: [] for user in people}
    for of_many in OF_MANY:
        for user, task in of_many(people):
            found[user.pk].append(task)
    for user in people:
        found[user.pk] += [task for of_one in OF_ONE for task in of_one(user)]
        found[user.pk].sort(key=lambda task: (task.due is None, task.due or date.max))
    return found
