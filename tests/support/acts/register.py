"""Acts on accounts, posts and the register."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import RequestFactory

from branches import clock
from branches.accounts import passwords, throttle
from branches.accounts.keys import queries as keys_queries
from branches.accounts.keys import steps as keys_steps
from branches.accounts.second_factor import steps as second_factor_steps
from branches.accounts.sso import steps as sso_steps
from branches.accounts.sso.providers import Identity
from branches.backup import restoring
from branches.backup.archive import Manifest
from branches.changes import steps as change_steps
from branches.models import (
    BindingList,
    Branch,
    PrintRun,
    ProposalList,
    ProposedChange,
    ProposedPost,
    ProviderAccount,
    Setting,
    Slip,
    Unit,
    User,
)
from branches.pages import exporting
from branches.people import steps as people_steps
from branches.people.confirmation import steps as confirmation_steps
from branches.people.exchange import columns
from branches.people.exchange import steps as exchange_steps
from branches.people.proposals import steps as proposals_steps
from branches.permissions import Perm, Role
from branches.register import exchange as register_exchange
from branches.register import steps as register_steps
from branches.settings import queries as settings_queries
from branches.settings import steps as settings_steps
from branches.spreadsheet import workbook
from branches.systems import steps as systems_steps
from tests.support import factories, tables
from tests.support.acts.scene import Acts, Scene
from tests.support.console import create_administrators
from tests.support.second_factors import enrolled
from tests.support.systems import asked_for

ACTS = Acts()


def changed(s: Scene) -> ProposedChange:
    return change_steps.propose_bodies(
        s.unit, {ProposedChange.Kind.ASSESSING_UNIT: s.foreign_officer.appointments.get().unit}, by=s.system_admin
    )[0]


def proposed(s: Scene, by: User | None = None) -> ProposalList:
    return proposals_steps.propose(
        factories.person(own_branch=s.other), Role.LEADING_GROUP, s.unit, starts_on=s.today, by=by or s.organ_officer
    )


def put_forward(s: Scene) -> ProposalList:
    """A secretary who gives way to another one."""
    post = s.writer.appointments.get()
    made = ProposalList.objects.create(source="x", by=s.system_admin, at=clock.now())
    given = {"role": post.role, "branch": post.branch, "ends": post}
    ProposedPost.objects.create(list=made, user=factories.person(own_branch=s.other), starts_on=s.today, **given)
    return made


def printed(s: Scene) -> PrintRun:
    return PrintRun.objects.create(unit=s.unit, printed_by=s.system_admin, printed_at=clock.now())


def closed(s: Scene) -> User:
    person = factories.person(own_branch=s.other, opened_at=None)
    return keys_queries.people().get(pk=person.pk)


def bound(s: Scene) -> None:
    ProviderAccount.objects.create(user=s.stranger, issuer=settings.OIDC_ISSUER, subject="x", bound_at=clock.now())


def binding_list(s: Scene) -> int:
    return BindingList.objects.create(by=s.system_admin, at=clock.now()).pk


@ACTS.writes(throttle.ALARM)
def guessed(s: Scene) -> None:
    request = RequestFactory().post("/login/")
    for number in range(throttle.MANY):
        throttle.failed(request, "password", f"nobody{number}")


@ACTS.writes("单位合并")
def merged(s: Scene) -> None:
    register_steps.merge_unit(s.unit, factories.unit(), by=s.committee, perm=Perm.CONFIRM_SUCCESSION)


@ACTS.writes("停用单位")
def retired(s: Scene) -> None:
    Unit.objects.filter(pk=s.unit.pk).update(successor=factories.unit())
    register_steps.retire_merged_units(by=s.committee, perm=Perm.RUN_CYCLE)


@ACTS.writes("党员转入")
def people_moved(s: Scene) -> None:
    register_steps.move_people(s.branch, s.other, by=s.system_admin)


@ACTS.writes("导入人员")
def people_imported(s: Scene) -> None:
    """A newcomer with a post, and another telephone of somebody who is there."""
    rows = [
        [
            "",
            "新来人",
            "13900000001",
            "",
            s.unit.name,
            s.other.full_name,
            Role.LEADING_GROUP.label,
            s.unit.name,
            "",
            "",
        ],
        [s.stranger.username, s.stranger.name, "13900000002", "", "", "", "", "", "", ""],
    ]
    data = workbook.write(columns.TITLE, columns.HEADINGS, rows)
    plan = exchange_steps.plan_of(data, {})
    exchange_steps.write(plan, by=s.system_admin, name="人员.xlsx", is_partial=True)


@ACTS.writes("修改设置")
def settings_saved(s: Scene) -> None:
    given = dict.fromkeys(settings_queries.names(None), "") | settings_queries.values(None)
    given[Setting.Name.PHONE] = "0375-1"
    settings_steps.save(given, seen=settings_queries.last_change(None), by=s.committee)


def new_branch(s: Scene) -> Branch:
    return Branch(
        unit=s.unit, full_name="中共新支部委员会", short_name="新支部", established_on=s.today, full_members=3
    )


def roster(s: Scene) -> bytes:
    own = Branch.objects.filter(pk=factories.branch(s.unit).pk)
    return tables.written(register_exchange.sheet(own))


def dissolved(s: Scene) -> Branch:
    made = factories.branch(s.unit)
    Branch.objects.filter(pk=made.pk).update(dissolved_on=s.today)
    made.refresh_from_db()
    return made


def person(**fields: Any) -> User:
    return User(username="newcomer", name="新来人", **fields)


ACTS.all += [
    (
        restoring.VERB,
        lambda s: restoring.record(
            Path("sizhiqiang-20261201T030000.tar"), Manifest("0.8.0", "sqlite", "2026-12-01T03:00:00+08:00", "7.9f2c")
        ),
    ),
    (
        "任职",
        lambda s: people_steps.appoint(
            s.stranger, Role.SECRETARY, s.other, starts_on=s.today, ends_on=None, by=s.security_admin
        ),
    ),
    ("结束任职", lambda s: people_steps.end_post(s.leading_group.appointments.get(), on=s.today, by=s.security_admin)),
    ("确认邮箱", lambda s: keys_steps.confirm_address(s.stranger, s.stranger.email)),
    ("打印开通条", lambda s: keys_steps.print_one(closed(s), by=s.system_admin)),
    ("查看开通口令", lambda s: keys_steps.tell([printed(s)], by=s.security_admin)),
    (
        keys_queries.OPENED,
        lambda s: keys_steps.open_account(
            Slip.objects.create(run=printed(s), user=s.stranger, code="x"), factories.PASSWORD
        ),
    ),
    ("关闭账号：不是本人开通", lambda s: keys_steps.close(s.stranger, by=s.stranger)),
    ("修改密码", lambda s: passwords.change(s.stranger, factories.PASSWORD)),
    ("设置二次验证", lambda s: enrolled(s.stranger)),
    ("打印备用码", lambda s: second_factor_steps.print_codes(s.stranger, by=s.security_admin)),
    (
        "绑定统一认证",
        lambda s: sso_steps.bind(s.stranger, Identity(settings.OIDC_ISSUER, "x", is_strong=False, signed_in_at=0)),
    ),
    ("解除统一认证绑定", lambda s: (bound(s), sso_steps.unbind(s.stranger))),
    ("提交绑定名单", lambda s: sso_steps.put_forward([], by=s.system_admin)),
    ("绑定名单已确认", lambda s: sso_steps.confirm(binding_list(s), by=s.security_admin)),
    ("绑定名单已退回", lambda s: sso_steps.give_back(binding_list(s), by=s.security_admin)),
    ("登记所在党支部", lambda s: change_steps.propose_branches({s.stranger: s.other}, by=s.system_admin)),
    ("申请接口密钥", lambda s: asked_for(s.system_admin)),
    ("确认接口密钥", lambda s: systems_steps.confirm(asked_for(s.system_admin).row, by=s.security_admin)),
    (
        "退回接口密钥",
        lambda s: systems_steps.send_back(asked_for(s.system_admin).row, reason="不妥。", by=s.security_admin),
    ),
    ("停用接口密钥", lambda s: systems_steps.revoke(asked_for(s.system_admin).row, by=s.security_admin)),
    ("提请更改", changed),
    ("确认更改", lambda s: change_steps.confirm([changed(s).pk], by=s.security_admin)),
    ("退回更改", lambda s: change_steps.send_back([changed(s).pk], reason="不妥。", by=s.security_admin)),
    ("撤回更改", lambda s: change_steps.withdraw(changed(s), by=s.system_admin)),
    (exporting.VERB, lambda s: exporting.record(s.request(s.committee), "台账", rows=1)),
    ("确认任职", lambda s: confirmation_steps.confirm(put_forward(s), by=s.security_admin)),
    ("退回任职提请", lambda s: confirmation_steps.send_back(put_forward(s), reason="不妥。", by=s.security_admin)),
    ("撤回任职提请", lambda s: confirmation_steps.withdraw(put_forward(s), by=s.system_admin)),
    (
        keys_queries.CONSOLE,
        lambda s: create_administrators(
            s.patch, "newcomer", password=factories.PASSWORD, again=Role.SYSTEM_ADMIN.value
        ),
    ),
    ("提请任职", proposed),
    (
        "新增账号",
        lambda s: proposals_steps.propose(
            proposals_steps.Newcomer("新来人", "13900000003", None),
            Role.LEADING_GROUP,
            s.unit,
            starts_on=s.today,
            by=s.organ_officer,
        ),
    ),
    (
        "提请结束任职",
        lambda s: proposals_steps.propose_end(s.leading_group.appointments.get(), on=s.today, by=s.organ_officer),
    ),
    ("同意任职提请", lambda s: proposals_steps.agree(proposed(s), by=s.leading_group)),
    ("不同意任职提请", lambda s: proposals_steps.send_back(proposed(s), reason="不妥。", by=s.leading_group)),
    ("撤回任职提请", lambda s: proposals_steps.withdraw(proposed(s), by=s.organ_officer)),
    ("新增账号", lambda s: people_steps.add(person(), by=s.system_admin)),
    ("修改人员", lambda s: people_steps.save(s.stranger, by=s.system_admin)),
    ("停用账号", lambda s: people_steps.deactivate(s.stranger, by=s.system_admin)),
    ("恢复账号", lambda s: people_steps.reactivate(s.stranger, by=s.system_admin)),
    ("导入名册", lambda s: register_exchange.import_register(roster(s), s.system_admin)),
    ("新增单位", lambda s: register_steps.save_unit(Unit(name="市新局"), by=s.system_admin)),
    ("修改单位", lambda s: (setattr(s.unit, "name", "市新局"), register_steps.save_unit(s.unit, by=s.system_admin))),
    ("停用单位", lambda s: register_steps.set_unit_active(factories.unit(), is_active=False, by=s.system_admin)),
    (
        "恢复单位",
        lambda s: register_steps.set_unit_active(factories.unit(is_active=False), is_active=True, by=s.system_admin),
    ),
    ("新增党支部", lambda s: register_steps.save_branch(new_branch(s), by=s.system_admin)),
    ("修改党支部", lambda s: register_steps.save_branch(s.branch, by=s.system_admin)),
    ("党支部改名", lambda s: register_steps.rename_branch(s.branch, used_until=s.today, by=s.system_admin)),
    ("更正党支部名称", lambda s: register_steps.rename_branch(s.branch, used_until=None, by=s.system_admin)),
    ("撤销党支部", lambda s: register_steps.dissolve_branch(factories.branch(s.unit), on=s.today, by=s.system_admin)),
    ("更正党支部撤销", lambda s: register_steps.restore_branch(dissolved(s), by=s.system_admin)),
    (
        "隶属变更",
        lambda s: register_steps.move_branch(
            s.branch, factories.unit(), on=s.today, by=s.committee, perm=Perm.CONFIRM_SUCCESSION
        ),
    ),
]
