"""People and posts by workbook: who is who, what is asked, what is written, and what one administrator alone cannot."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from branches import clock, tasks
from branches.jobs import kinds
from branches.models import (
    AccountNews,
    Appointment,
    AuditEntry,
    Job,
    JobState,
    ProposalList,
    ProposedChange,
    ProposedPost,
    User,
)
from branches.models.job import CLAIM
from branches.people.exchange import columns, report, template
from branches.people.exchange import steps as exchange_steps
from branches.permissions import Role
from branches.refusals import Conflict, Refusal
from branches.spreadsheet import reader, workbook
from tests.support import factories, tables

pytestmark = pytest.mark.django_db
PHONE = "13803750001"
EMPTY = dict.fromkeys(columns.HEADING, "")


@pytest.fixture
def finance(unit, branch, system_admin):
    """A unit with a branch, and the city with its system administrator."""
    return unit


def line(name="张三", **values):
    return EMPTY | {"name": name} | values


def filled_in(*lines):
    return workbook.write(columns.TITLE, columns.HEADINGS, [list(one.values()) for one in lines])


def plan(*lines, answers=None):
    return exchange_steps.plan_of(filled_in(*lines), answers or {})


def imported(by, *lines, answers=None, is_partial=False):
    return exchange_steps.write(plan(*lines, answers=answers), by=by, name="人员.xlsx", is_partial=is_partial)


def reasons(found):
    return [(one.cell, one.reason) for one in found.problems]


def secretary_line(branch, name="张三", **values):
    return line(name, unit=branch.unit.name, branch=branch.short_name, role="党支部书记", **values)


# Who is who


def test_an_account_says_who_it_is(finance, stranger):
    found = plan(line(stranger.name, username=stranger.username, phone=PHONE))
    assert [(one.person.pk, one.name, one.new) for one in found.changes] == [(stranger.pk, "phone", PHONE)]
    assert not found.newcomers


def test_name_and_telephone_say_who_it_is(finance):
    known = factories.person("张三", phone="138-0375 0001")
    assert plan(line(phone=PHONE, email="z@example.com")).changes[0].person.pk == known.pk


def test_name_and_branch_say_who_it_is_if_one_fits(finance, branch):
    known = factories.person("张三", own_branch=branch)
    found = plan(line(unit=finance.name, branch=branch.short_name, phone=PHONE))
    assert [(one.person.pk, one.name) for one in found.changes if one.name == "phone"] == [(known.pk, "phone")]


def test_two_of_a_name_in_one_branch_are_asked_about(finance, branch):
    both = [factories.person("张三", own_branch=branch) for _ in range(2)]
    found = plan(line(unit=finance.name, branch=branch.short_name))
    (doubt,) = found.open_doubts
    assert "有2人叫张三" in doubt.sentence
    assert [choice.value for choice in doubt.choices] == [*(f"u{one.pk}" for one in both), "other"]
    answered = plan(line(unit=finance.name, branch=branch.short_name), answers={doubt.key: f"u{both[1].pk}"})
    assert not answered.open_doubts
    assert {one.person.pk for one in answered.changes} == {both[1].pk}


def test_a_namesake_with_another_telephone_in_the_same_unit_is_asked_about(finance, branch):
    factories.person("张三", own_branch=branch, phone="13900000000")
    found = plan(line(unit=finance.name, phone=PHONE))
    (doubt,) = found.open_doubts
    assert "手机不同" in doubt.sentence
    assert [choice.label for choice in doubt.choices] == ["同一人", "另一人"]
    assert (found.fit, len(found.newcomers)) == (0, 0)
    assert len(plan(line(unit=finance.name, phone=PHONE), answers={doubt.key: "other"}).newcomers) == 1


def test_a_namesake_elsewhere_with_another_telephone_is_somebody_else(finance):
    factories.person("张三", own_branch=factories.branch(), phone="13900000000")
    found = plan(line(unit=finance.name, phone=PHONE))
    assert (len(found.newcomers), found.doubts) == (1, [])


def test_without_a_telephone_a_namesake_anywhere_is_asked_about(finance):
    factories.person("张三", own_branch=factories.branch(), phone="13900000000")
    assert len(plan(line(unit=finance.name)).open_doubts) == 1


def test_an_answer_that_was_not_on_offer_is_none(finance, branch):
    factories.person("张三", own_branch=branch, phone="13900000000")
    one = line(unit=finance.name, phone=PHONE)
    key = plan(one).open_doubts[0].key
    assert plan(one, answers={key: "u999999"}).open_doubts


def test_two_lines_of_one_newcomer_are_one_person(finance, branch):
    found = plan(secretary_line(branch, phone=PHONE), line(phone=PHONE, role="经办人", place=finance.name))
    assert (len(found.newcomers), [one.role for one in found.posts]) == (1, [Role.SECRETARY, Role.ORGAN_OFFICER])


def test_a_newcomer_gets_an_account_of_his_own(finance):
    factories.person("张三", username="ZhangSan", phone="1")
    lines = line("张散", phone=PHONE), line("李四", username="zhangsan2"), line("章叁", phone="13803750002")
    assert [one.username for one in plan(*lines).newcomers] == ["zhangsan3", "zhangsan2", "zhangsan4"]


# What is wrong


@pytest.mark.parametrize(
    ("values", "cell", "words"),
    [
        ({"phone": "1380375012"}, "C2", "少1位，应为11位"),
        ({"email": "nobody"}, "D2", "格式不对"),
        ({"role": "支部书计", "place": "x"}, "G2", "没有这个职务。是“支部书记”吗？"),
        ({"starts_on": "2026.13.1"}, "I2", "没有13月"),
        ({"unit": "市财证局"}, "E2", "是“市财政局”吗"),
        ({"unit": "市财政局", "branch": "第三党支部"}, "F2", "市财政局没有这个支部"),
        ({"role": "党支部书记"}, "H2", "没有填写。书记任职于党支部"),
        ({"place": "市财政局"}, "G2", "没有填职务"),
        ({"username": "13803750001"}, "A2", "账号不能是手机号"),
        ({"username": "张 三<"}, "A2", "只能用字母"),
        ({"role": "市直工委", "place": "市财政局"}, "H2", "全市职务，请留空"),
        ({"starts_on": "2026-12-31", "ends_on": "2026-12-01", "role": "经办人"}, "J2", "早于起始日期"),
        ({"ends_on": "2026-12-01", "role": "经办人", "unit": "市财政局"}, "J2", "已经过去"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(finance, values, cell, words):
    found = plan(line(**values))
    assert [one[0] for one in reasons(found)] == [cell]
    assert words in reasons(found)[0][1]
    assert (found.fit, found.newcomers, found.posts) == (0, [], [])


def test_an_account_of_another_name_is_wrong_and_a_doubled_one_names_the_line(finance, stranger):
    found = plan(line(username=stranger.username), line("甲", username="jia"), line("乙", username="JIA"))
    assert reasons(found) == [
        ("A2", f"是“{stranger.name}”的账号。改名请在人员页面办理；如果是另一人，请清空账号。"),
        ("A4", "与第3行重复。"),
    ]


def test_whoever_is_no_longer_in_use_is_not_added_again(finance):
    factories.person("张三", phone=PHONE, is_active=False)
    assert "已停用" in reasons(plan(line(phone=PHONE)))[0][1]


def test_administrators_and_business_posts_do_not_meet_in_one_person(finance, branch, system_admin):
    held = line(
        system_admin.name,
        username=system_admin.username,
        role="党支部书记",
        unit=finance.name,
        branch=branch.short_name,
    )
    both = [line(phone=PHONE, role="安全管理员"), line(phone=PHONE, role="经办人", unit=finance.name)]
    assert [one[0] for one in reasons(plan(held, *both))] == ["G2", "G4"]


def test_nothing_is_written_where_one_line_is_wrong_unless_the_clerk_wants_the_others(finance, system_admin):
    before = User.objects.count()
    with pytest.raises(Refusal, match="还有1处要改，一行也没有导入"):
        imported(system_admin, line(phone=PHONE), line("李四", phone="138"))
    assert User.objects.count() == before
    imported(system_admin, line(phone=PHONE), line("李四", phone="138"), is_partial=True)
    assert User.objects.count() == before + 1


# Posts


def test_a_line_with_a_post_puts_it_forward_and_nothing_comes_into_force(finance, branch, system_admin):
    done = imported(system_admin, secretary_line(branch, phone=PHONE, starts_on=date(2026, 12, 1)))
    assert done.sentence == "新建账号1个，提请任职1项，由安全管理员确认后生效。"
    user = User.objects.get(name="张三")
    assert (user.username, user.branch, user.unit, user.has_usable_password(), user.opened_at) == (
        "zhangsan", branch, finance, False, None,
    )  # fmt: skip
    post = ProposedPost.objects.get()
    assert (post.user, post.role, post.branch, post.unit, post.starts_on, post.line) == (
        user, "secretary", branch, None, date(2026, 12, 1), 2,
    )  # fmt: skip
    assert (done.list.outcome, done.list.by, done.list.source) == ("open", system_admin, "人员.xlsx")
    assert not Appointment.objects.filter(user=user).exists()


def test_where_a_secretary_is_in_office_the_clerk_is_asked(finance, branch, secretary):
    one = secretary_line(branch, phone=PHONE, starts_on=date(2027, 1, 1))
    (doubt,) = plan(one).open_doubts
    assert doubt.sentence == "现任书记王书记，2020年1月1日起。"
    assert [choice.label for choice in doubt.choices] == ["接替，王书记到2026年12月31日止", "不接替，两人都不动"]
    (post,) = plan(one, answers={doubt.key: "succeeds"}).posts
    assert post.ends.user == secretary.pk
    stays = plan(one, answers={doubt.key: "stays"})
    assert (stays.posts, len(stays.newcomers)) == ([], 1)


def test_a_predecessor_whose_end_stands_in_the_file_is_not_asked_about(finance, branch, secretary):
    ending = line(
        secretary.name, username=secretary.username, role="书记", unit=finance.name, place=branch.short_name,
        ends_on=date(2026, 12, 31),
    )  # fmt: skip
    found = plan(ending, secretary_line(branch, phone=PHONE, starts_on=date(2027, 1, 1)))
    assert (found.doubts, [(bool(one.ends), one.starts_on) for one in found.posts]) == (
        [],
        [(True, None), (False, date(2027, 1, 1))],
    )


def test_two_secretaries_of_one_branch_in_a_file_are_wrong(finance, branch):
    found = plan(secretary_line(branch, phone=PHONE), secretary_line(branch, "李四", phone="13803750002"))
    assert [one[0] for one in reasons(found)] == ["H3"]


def test_without_a_post_there_is_an_account_only(finance, system_admin):
    done = imported(system_admin, line(phone=PHONE, unit=finance.name))
    assert (done.list, ProposalList.objects.count()) == (None, 0)


# In and out


def test_what_goes_out_comes_back_in_unchanged(
    finance, branch, secretary, organ_officer, leading_group, work_committee, audit_admin, stranger, assessor
):
    User.objects.filter(pk=stranger.pk).update(phone="0375-266 0001", email="s@example.com", unit=finance)
    elsewhere = factories.appointed(Role.SECRETARY, factories.branch(), name="外 人", own_branch=branch)
    Appointment.objects.filter(user=elsewhere).update(ends_on=date(2028, 1, 1))
    people = User.objects.order_by("pk")
    found = exchange_steps.plan_of(tables.written(template.sheet(people)), {})
    assert found.rows == people.count()
    assert (found.problems, found.doubts, found.unchanged) == ([], [], found.rows)
    assert not found.does_something


def test_the_template_has_a_line_for_every_post_and_a_name_is_all_it_wants(finance, branch, secretary, leading_group):
    vacant = factories.branch(finance, "机关二支部")
    rows = list(template.template_rows())
    assert [(row[1], row[6], row[7]) for row in rows if row[4] == finance.name or row[1]] == [
        ("", "机关党组织经办人", finance.name),
        ("", "机关党组织经办人", finance.name),
        ("孙党组", "党组（党委）经办人", finance.name),
        ("王书记", "党支部书记", branch.full_name),
        ("", "党支部书记", vacant.short_name),
    ]
    for row in rows:
        if row[7] == vacant.short_name:
            row[1:3] = "张三", PHONE
    found = exchange_steps.plan_of(tables.written(replace(template.filled(), rows=rows)), {})
    assert (len(found.newcomers), len(found.posts), found.unchanged, "跳过没有填姓名的2行。" in found.table.read) == (
        1,
        1,
        2,
        True,
    )
    assert (found.problems, found.doubts) == ([], [])


def test_the_secretary_whom_the_register_names_stands_in_the_template(finance):
    named = factories.branch(finance, "二支部", secretary_name="刘继")
    assert [row[1] for row in template.template_rows() if row[7] == named.short_name] == ["刘继"]


def test_a_marked_workbook_comes_back_with_every_reason_and_can_be_uploaded_again(finance, branch):
    factories.person("张三", own_branch=branch, phone="13900000000")
    marked = report.returned(plan(line(unit=finance.name, phone=PHONE), line("李四", phone="138", role="x")))
    first, second = reader.read(marked).rows[1:]
    assert "手机不同" in first[-1]
    assert second[-1].startswith("手机：不是电话号码，请填11位手机号。\n职务：没有这个职务")
    assert len(exchange_steps.plan_of(marked, {}).problems) == 2


# One administrator against an account with a post


def test_telephone_and_mail_of_a_holder_change_on_record_and_the_mail_is_unconfirmed(finance, secretary, system_admin):
    User.objects.filter(pk=secretary.pk).update(email="old@example.com", email_confirmed_at=clock.now())
    before = secretary.password
    imported(
        system_admin,
        line(secretary.name, username=secretary.username, phone=PHONE, email="new@example.com"),
    )
    secretary.refresh_from_db()
    assert (secretary.phone, secretary.email, secretary.email_confirmed_at) == (PHONE, "new@example.com", None)
    assert secretary.password == before
    entry = AuditEntry.objects.get(verb="修改人员")
    assert entry.detail["changed"] == {"手机": ["", PHONE], "邮箱": ["old@example.com", "new@example.com"]}
    assert entry.by == system_admin
    news = AccountNews.objects.get()
    assert (news.user, news.what, news.address) == (secretary, AccountNews.What.ADDRESS_CHANGED, "old@example.com")


def test_the_own_branch_of_a_holder_waits_for_the_security_administrator(finance, secretary, system_admin):
    other = factories.branch(finance, "二支部")
    old = secretary.branch
    imported(system_admin, line(secretary.name, username=secretary.username, unit=finance.name, branch="二支部"))
    secretary.refresh_from_db()
    assert secretary.branch == old
    assert ProposedChange.objects.get(user=secretary).new_branch == other


def test_without_the_wait_one_administrator_would_lift_a_recusal(finance, secretary, system_admin, monkeypatch):
    """The twin."""
    monkeypatch.setattr(exchange_steps.change_steps.changes_queries, "entrusted", lambda people: set())
    other = factories.branch(finance, "二支部")
    imported(system_admin, line(secretary.name, username=secretary.username, unit=finance.name, branch="二支部"))
    secretary.refresh_from_db()
    assert secretary.branch == other


def test_only_who_keeps_the_register_imports(finance, security_admin):
    with pytest.raises(Refusal, match="没有维护名册与账号的权限"):
        imported(security_admin, line(phone=PHONE))


# Twice at once, replayed, killed half-way


def test_the_same_file_once_more_changes_nothing(finance, branch, system_admin):
    lines = secretary_line(branch, phone=PHONE), line("李四", phone="13803750002", unit=finance.name)
    imported(system_admin, *lines)
    again = plan(*lines)
    assert (again.does_something, again.unchanged) == (False, 2)


def test_whoever_comes_second_is_told_that_the_register_has_changed(finance, branch, system_admin):
    first, second = plan(secretary_line(branch, phone=PHONE)), plan(secretary_line(branch, phone=PHONE))
    exchange_steps.write(first, by=system_admin, name="a")
    with pytest.raises(Conflict, match="名册在您核对期间有改动"):
        exchange_steps.write(second, by=system_admin, name="a")
    assert (User.objects.filter(name="张三").count(), ProposedPost.objects.count()) == (1, 1)


def test_without_the_digest_both_would_be_written(finance, branch, system_admin, monkeypatch):
    """The twin."""
    plans = [plan(secretary_line(branch, phone=PHONE)) for _ in range(2)]
    monkeypatch.setattr(exchange_steps, "_is_stale", lambda one: False)
    exchange_steps.write(plans[0], by=system_admin, name="a")
    plans[1].newcomers[0].username = "other"
    exchange_steps.write(plans[1], by=system_admin, name="a")
    assert User.objects.filter(name="张三").count() == 2


@pytest.fixture
def uploaded(client, system_admin, finance):
    """Uploads lines and gives the address of the preview."""
    client.force_login(system_admin)

    def upload(*lines):
        file = SimpleUploadedFile("人员.xlsx", filled_in(*lines))
        return client.post("/people/import/", {"file": file}).url

    return upload


def confirmation(client, path):
    return client.get(path).context["preview"].confirmation


def test_a_clerk_uploads_answers_and_finds_the_result_on_the_page_of_the_job(client, uploaded, branch, secretary):
    path = uploaded(secretary_line(branch, phone=PHONE, starts_on=date(2027, 1, 1)), line("李四", phone="13803750002"))
    page = client.get(path).content.decode()
    assert "现任书记王书记" in page
    assert "checked" not in page
    token = confirmation(client, path)
    unanswered = client.post(path, {"confirmation": token})
    assert (unanswered.status_code, "还有1处待认" in unanswered.content.decode()) == (422, True)
    key = unanswered.context["preview"].questions[0].key
    answer = client.post(path, {"confirmation": token, key: "succeeds"}, follow=True)
    assert answer.redirect_chain[0][0].startswith("/jobs/")
    assert "新建账号2个，提请任职1项" in answer.content.decode()
    assert f"/posts/proposals/{ProposalList.objects.get().pk}/" in answer.content.decode()
    assert client.get(path).status_code == 404  # the file has gone


def test_the_lines_that_are_right_go_in_where_the_clerk_says_so(client, uploaded):
    path = uploaded(line(phone=PHONE), line("李四", phone="138"))
    page = client.get(path).content.decode()
    assert "只导入1行" in page
    assert "取回标注好的表格" in page
    assert client.get(f"{path}returned/")["Content-Type"] == workbook.MEDIA_TYPE
    client.post(path, {"confirmation": confirmation(client, path), "part": "yes"})
    assert set(User.objects.filter(name__in=["张三", "李四"]).values_list("name", flat=True)) == {"张三"}


def test_a_register_that_changed_while_the_clerk_looked_is_shown_again(client, uploaded, branch):
    path = uploaded(secretary_line(branch, phone=PHONE))
    token = confirmation(client, path)
    factories.person("张三", own_branch=branch)
    answer = client.post(path, {"confirmation": token})
    assert (answer.status_code, "名册在您核对期间有改动" in answer.content.decode()) == (409, True)
    assert not ProposedPost.objects.exists()


def test_a_long_table_is_left_to_a_worker_who_may_be_killed(client, uploaded, branch, monkeypatch):
    monkeypatch.setattr(kinds, "LINES_AT_ONCE", 0)
    looked = client.get(uploaded(secretary_line(branch, phone=PHONE)))
    tasks.work("imports")
    path = client.get(looked.request["PATH_INFO"]).context["way"].url
    client.post(path, {"confirmation": confirmation(client, path)})
    job = Job.objects.latest("pk")
    assert (job.progress, job.queue) == (JobState.WAITING, "imports")

    def killed(*args, **fields):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(exchange_steps.audit, "record", killed)
        tasks.work("imports")
    job.refresh_from_db()
    assert (job.progress, User.objects.filter(name="张三").count()) == (JobState.RUNNING, 0)
    with clock.moved_to(clock.now() + CLAIM * 2):
        tasks.work("imports")
        tasks.work("imports")
    job.refresh_from_db()
    assert (job.progress, job.done, ProposedPost.objects.count()) == (JobState.DONE, 1, 1)


def test_no_column_reaches_a_password_or_a_right(client, uploaded, secretary):
    headings = [*columns.HEADINGS, "密码"]
    file = SimpleUploadedFile("x.xlsx", workbook.write(columns.TITLE, headings, [[*line().values(), "Secret-1"]]))
    answer = client.post("/people/import/", {"file": file}, follow=True)
    assert "有不认识的列：密码" in answer.content.decode()


def test_a_file_that_is_no_table_of_people_is_refused_with_what_to_do(client, uploaded, system_admin):
    file = SimpleUploadedFile("x.xlsx", workbook.write("x", ["甲", "乙"], [["1", "2"]]))
    answer = client.post("/people/import/", {"file": file}, follow=True)
    assert "没有找到列名" in answer.content.decode()


def test_the_command_says_what_would_happen_and_does_it(finance, branch, system_admin, tmp_path, capsys):
    path = tmp_path / "people.xlsx"
    path.write_bytes(filled_in(secretary_line(branch, phone=PHONE)))
    call_command("import_people", path, dry_run=True)
    said = json.loads(capsys.readouterr().out)
    assert said == {"rows": 1, "people": 1, "posts": 1, "unchanged": 0, "errors": [], "doubts": []}
    assert not User.objects.filter(name="张三").exists()
    call_command("import_people", path)
    assert json.loads(capsys.readouterr().out) == said
    assert (ProposedPost.objects.count(), Appointment.objects.filter(user__name="张三").count()) == (1, 0)
    path.write_bytes(filled_in(line("李四", phone="138")))
    with pytest.raises(SystemExit):
        call_command("import_people", path)
    assert json.loads(capsys.readouterr().out)["errors"] == [[2, "手机", "不是电话号码，请填11位手机号。"]]


@pytest.mark.parametrize("size", [1, 30])
def test_queries_do_not_grow_with_the_table(finance, branch, system_admin, size, django_assert_num_queries):
    lines = [
        line(f"张{chr(0x4E00 + number)}", phone=f"1380375{number:04d}", unit=finance.name, role="经办人")
        for number in range(size)
    ]
    found = plan(*lines)
    with django_assert_num_queries(21):
        exchange_steps.write(found, by=system_admin, name="a")
