"""Writes what a workbook of people asks for: accounts without a password, and posts put forward.

All in one transaction, in bulk, and only if it is what the clerk has seen. No account of somebody with a post is
reached: telephone, mail address and unit may change, all recorded; the own branch and every post wait for the security
administrator (三员分立).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from branches import access, audit, clock
from branches.changes import steps as change_steps
from branches.jobs import imports, looking, working
from branches.jobs.kinds import Kind
from branches.models import AccountNews, Branch, Job, ProposalList, ProposedPost, Unit, User
from branches.people.exchange import columns, snapshot
from branches.people.exchange import plan as plans
from branches.people.exchange.looking import PEOPLE, read
from branches.people.exchange.plan import Change, Plan
from branches.people.exchange.posts import Wanted
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal
from branches.register.steps import ensure_city
from branches.spreadsheet import waiting
from branches.spreadsheet.table import Table
from branches.spreadsheet.unreadable import Unreadable

IMPORT = Kind("import_people", "imports")
_BATCH = 500
_STALE = "名册在您核对期间有改动，结果与刚才看到的不同。请再核对一遍。"


class NotImported(Refusal):
    """A workbook is refused."""


@dataclass(frozen=True)
class Imported:
    """What came of it."""

    list: ProposalList | None
    sentence: str


def plan_of(
    source: bytes | Table, answers: Mapping[str, str], *, tick: Callable[[int], None] = lambda done: None
) -> Plan:
    """What the file would do. Raises Unreadable."""
    table = read(source) if isinstance(source, bytes) else source
    return plans.make(table, snapshot.read(), answers, tick=tick)


def ask(ticket: str, answers: Mapping[str, str], *, shown: str, is_partial: bool, by: User) -> Job:
    """Have a waiting file imported with these answers. `shown`: the fingerprint of what the clerk had before him.

    A short table is imported while the person waits.
    """
    access.require(by, Perm.MANAGE_REGISTER)
    payload = {"ticket": ticket, "answers": dict(answers), "is_partial": is_partial}
    if seen := looking.seen(ticket, by=by):
        wrong, asked = seen.left_out(answers)
        if not is_partial and (wrong or asked):
            raise NotImported(_left_out(wrong, asked))
        return looking.ask_import(IMPORT, PEOPLE, ticket, payload | {"shown": shown}, by=by)
    data, name = waiting.take(ticket, by=by)
    table = read(data)
    if plan_of(table, {}).fingerprint != shown:
        raise Conflict(_STALE)
    plan = plan_of(table, answers)
    check(plan, is_partial=is_partial)
    payload["expected"] = plan.fingerprint
    return working.begun(IMPORT, f"导入人员：{name}", payload, lines=plan.rows, by=by)


def run(job: Job) -> None:
    """The handler: read, compare with progress, write and end in one transaction."""
    given = job.payload
    data, name = imports.file_of(job)
    try:
        table = read(data)
    except Unreadable as error:
        raise NotImported(str(error)) from error
    if "shown" in given and plan_of(table, {}).fingerprint != given["shown"]:
        looking.again(PEOPLE, job, given["answers"])
        raise Conflict(_STALE)
    plan = plan_of(table, given["answers"], tick=lambda done: working.proceed(job, done))
    working.proceed(job, plan.rows)
    with transaction.atomic():
        digest = hashlib.sha256(data).hexdigest()
        expected = given.get("expected", "")
        done = write(plan, by=job.by, name=name, digest=digest, is_partial=given["is_partial"], expected=expected)
        leads_to = f"/posts/proposals/{done.list.pk}/" if done.list else "/people/"
        working.finish(job, outcome=done.sentence, leads_to=leads_to)
    waiting.drop(given["ticket"], by=job.by)


def check(plan: Plan, *, is_partial: bool) -> None:
    """All or nothing, unless the clerk wants the lines that are right."""
    if plan.left_out and not is_partial:
        raise NotImported(_left_out(len(plan.problems), len(plan.open_doubts)))
    if not plan.does_something:
        raise NotImported("与现有人员和任职完全一致，不用导入。")


def _left_out(wrong: int, asked: int) -> str:
    parts = [f"{wrong}处要改"] if wrong else []
    parts += [f"{asked}处待认"] if asked else []
    return f"还有{'、'.join(parts)}，一行也没有导入。"


@transaction.atomic
def write(
    plan: Plan, *, by: User, name: str, digest: str = "", is_partial: bool = False, expected: str = ""
) -> Imported:
    """Accounts, changed values and one list of posts put forward, or nothing. `expected`: the plan that was shown."""
    if not access.may(by, Perm.MANAGE_REGISTER):
        raise NotImported("您现在没有维护名册与账号的权限。")
    check(plan, is_partial=is_partial)
    if expected and plan.fingerprint != expected:
        raise Conflict(_STALE)
    Unit.objects.select_for_update().get(pk=ensure_city().pk)  # one import at a time
    reached = {change.person.pk for change in plan.changes if change.person.pk}
    list(User.objects.select_for_update().filter(pk__in=reached).order_by("pk"))
    if _is_stale(plan):
        raise Conflict(_STALE)
    people = _add(plan, by=by)
    _change(plan.changes, by=by)
    proposal = _propose(plan.posts, people, by=by, name=name) if plan.posts else None
    counts = {
        "rows": plan.rows,
        "people": len(plan.newcomers),
        "changed": plan.changed_people,
        "posts": len(plan.posts),
        "left_out": len(plan.left_out),
    }
    audit.record("导入人员", name or columns.TITLE, by=by, sha256=digest, **counts)
    return Imported(proposal, _sentence(plan))


def _is_stale(plan: Plan) -> bool:
    """Whether the register has changed since the plan was made."""
    return snapshot.read().digest != plan.snapshot.digest


def _add(plan: Plan, *, by: User) -> dict[str, User]:
    """The new accounts by key: nobody has a password yet, and no hash is computed."""
    now = clock.now()
    new = [
        User(
            username=one.username,
            name=one.name,
            phone=one.phone,
            email=one.email,
            unit_id=one.unit,
            branch_id=one.branch,
            password=make_password(None),
            date_joined=now,
        )
        for one in plan.newcomers
    ]
    User.objects.bulk_create(new, batch_size=_BATCH)
    audit.record_all("新增账号", ((user, {"user": user.pk}) for user in new), by=by)
    return {one.key: user for one, user in zip(plan.newcomers, new, strict=True)}


def _change(changes: Iterable[Change], *, by: User) -> None:
    by_person: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        by_person[change.person.pk or 0].append(change)
    people = User.objects.select_related("unit").in_bulk(by_person)
    units, branches = (
        Unit.objects.in_bulk(),
        Branch.objects.select_related("unit").in_bulk(
            {change.new for some in by_person.values() for change in some if change.name == "branch"}
        ),
    )
    recorded, moved, news = [], {}, []
    for pk, some in by_person.items():
        user, changed = people[pk], {}
        for change in some:
            if change.name == "branch":
                moved[user] = branches[int(change.new)]
                continue
            old, new = getattr(user, change.name), units[int(change.new)] if change.name == "unit" else change.new
            setattr(user, change.name, new)
            changed[change.heading] = [str(old or ""), str(new)]
            if change.name == "email":
                # As where one person's address is changed: it proves nothing, and whoever reads the old one is told.
                user.email_confirmed_at = None
                news += [_moved(user, str(old))] if old else []
        if changed:
            recorded.append((user, {"user": pk, "changed": changed}))
    User.objects.bulk_update(people.values(), ["phone", "email", "unit", "email_confirmed_at"], batch_size=_BATCH)
    AccountNews.objects.bulk_create(news, batch_size=_BATCH)
    audit.record_all("修改人员", recorded, by=by)
    change_steps.propose_branches(moved, by=by)


def _moved(user: User, address: str) -> AccountNews:
    return AccountNews(user=user, what=AccountNews.What.ADDRESS_CHANGED, address=address, at=clock.now())


def _propose(posts: Iterable[Wanted], people: Mapping[str, User], *, by: User, name: str) -> ProposalList:
    proposal = ProposalList.objects.create(source=(name or columns.TITLE)[:100], by=by, at=clock.now())
    ProposedPost.objects.bulk_create(
        (
            ProposedPost(
                list=proposal,
                line=one.line,
                user_id=one.person.pk or people[one.person.key].pk,
                role=one.role.value,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                ends_id=one.ends.pk if one.ends else None,
                **{f"{one.place[0]}_id": one.place[1]},
            )
            for one in posts
        ),
        batch_size=_BATCH,
    )
    audit.record("提请任职", proposal, by=by, list=proposal.pk, posts=proposal.posts.count())
    return proposal


def _sentence(plan: Plan) -> str:
    parts = [f"新建账号{len(plan.newcomers)}个"] if plan.newcomers else []
    parts += [f"改动资料{plan.changed_people}人"] if plan.changes else []
    parts += [f"提请任职{len(plan.posts)}项，由安全管理员确认后生效"] if plan.posts else []
    parts += [f"未导入{len(plan.left_out)}行"] if plan.left_out else []
    return "，".join(parts) + "。"


working.handle(IMPORT, run)
