"""回避, said by whoever acts on a case, at any state (D17, D38); forms of a case that are made when asked for (D43)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit, clock
from branches.jobs import steps as jobs_steps
from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.models import Job, Unit, User
from evaluation.advance import Refused
from evaluation.assessment.queries import ACTING, part_of, team_of
from evaluation.casefile import issue as casefile_issue
from evaluation.casefile.feedback import feedback_of
from evaluation.cases import recusals
from evaluation.cases.access import holds
from evaluation.cases.locks import lock_case
from evaluation.models import Candidacy, Cycle, MunicipalEvaluation, Notice, Recusal, ScoreSheet
from evaluation.typesetting import typeset
from evaluation.vocabulary import State

UNIT_FORMS = Kind("unit_forms", "typesetting")


@transaction.atomic
def recuse(case: Candidacy, user: User, *, by: User, reason: str) -> Recusal:
    """`user` keeps away from this case from now on. The organ officer may say so for a member of the team.

    A sheet that counts towards the opinion no longer does, nor a verdict while the case waits for both bodies.
    """
    case = lock_case(case)
    if problem := _own_problem(case, user) if user == by else _problem_of_member(case, user, by):
        raise Refused(problem)
    if not reason.strip():
        raise Refused("请写明回避的理由。")
    recusal = Recusal.objects.create(candidacy=case, user=user, reason=reason.strip(), by=by, at=clock.now())
    if case.state in (State.DRAFT, State.APPLIED):
        ScoreSheet.objects.filter(candidacy=case, assessor=user).update(submitted_at=None)
    audit.record("申报回避", case, by=by, user=user.pk)
    if case.state == State.RECOMMENDED:
        _void_verdict(case, user)
    return recusal


@transaction.atomic
def make_assessed_form(case: Candidacy, *, by: User) -> Notice:
    """支部申报表 as it stands: the one that is there, where nothing is new."""
    if not casefile_issue.may_ask(by, case):
        raise PermissionDenied
    made = casefile_issue.assessed_form(lock_case(case), by=by)
    if made is None:
        raise Refused("考核意见提交以后，才能制作申报表。")
    audit.record("制作申报表", case, by=by, notice=made.pk)
    return made


@transaction.atomic
def print_unit_forms(cycle: Cycle, unit: Unit, *, by: User) -> Job:
    """Ask for the forms of all branches of a unit that there are to make, in one PDF."""
    count = len(casefile_issue.askable(by, cycle, unit).cases)
    if not count:
        raise Refused("没有可以制作的申报表：考核意见提交以后才有，您须回避的不在内。")
    payload = {"cycle": cycle.pk, "unit": unit.pk}
    return jobs_steps.ask(UNIT_FORMS, f"{unit}{cycle}支部申报表（{count}份）", payload, total=count, by=by)


def _print_unit_forms(job: Job) -> None:
    """Each is made as on the page of its case, with the rights and the secrets of that moment, or found."""
    cycle, unit = Cycle.objects.get(pk=job.payload["cycle"]), Unit.objects.get(pk=job.payload["unit"])
    forms = [make_assessed_form(case, by=job.by) for case in casefile_issue.askable(job.by, cycle, unit).cases]
    facts = [(one.kind, one.printable) for one in forms]
    working.deliver(job, "pdf", typeset.render_many(facts, lambda done: working.proceed(job, done)))


@transaction.atomic
def make_feedback_form(case: Candidacy, *, by: User) -> Notice:
    """考核反馈表, for the branch once its year is decided."""
    said = feedback_of(by, case)
    if said is None:
        raise PermissionDenied
    made = casefile_issue.feedback_form(lock_case(case), said, by=by)
    if made is None:
        raise Refused("该支部没有提交过自评，不能制作。")
    audit.record("制作考核反馈表", case, by=by, notice=made.pk)
    return made


def _own_problem(case: Candidacy, user: User) -> str:
    if not any(holds(user, perm, case) for perm in ACTING):
        raise PermissionDenied
    if recusals.is_own(user, case):
        return "您是该支部的党员，系统已自动回避，不需要申报。"
    return "您已经申报回避。" if recusals.recused(user, case) else ""


def _problem_of_member(case: Candidacy, user: User, by: User) -> str:
    if not part_of(by, case).organises:
        raise PermissionDenied
    if case.state not in (State.DRAFT, State.APPLIED):
        return "考核意见已经提交，不需要再为考核组成员申报回避。"
    team = team_of(case)
    if not (team and team.members.filter(user=user, left_on=None).exists()):
        return f"{user.name}不是考核组成员，无须回避。"
    return f"{user.name}已经回避。" if recusals.recused(user, case) else ""


def _void_verdict(case: Candidacy, user: User) -> None:
    given = MunicipalEvaluation.objects.filter(candidacy=case, by=user)
    for row in given:
        audit.record("评定意见因回避作废", case, by=user, verdict=row.verdict, reason=row.reason)
    given.delete()


working.handle(UNIT_FORMS, _print_unit_forms)
