"""From an empty database to everybody signed in, over HTTP: register, people, posts, slips and words, both keys.

Three administrators do it with fewer requests than there are units, and none of them ever sees both keys.
"""

import io
import re
from collections.abc import Iterator
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from branches import tasks
from branches.models import Appointment, Branch, ProposalList, Unit, User
from branches.permissions import ADMINISTRATORS, Role
from evaluation.seeds.demo import REGISTER
from tests.support import factories

PASSWORD = "Spring-wind-2026"
MOST = 40
"""Requests of all administrators together, redirects and signing in included."""
SLIP = re.compile(r'<dt>账号</dt><dd>(.*?)</dd><dt>开通码</dt><dd class="slip-code">(.*?)</dd>')
COVER = re.compile(r'<section class="sheet-a4 cover"><h1>(.*?)　开通条\d+张</h1>')
WORD = re.compile(r'<tr><td>(.*?)</td><td><strong class="key">(.*?)</strong>')
DIGITS = "零一二三四五六七八九"


class Administrator:
    """Signed in; counts what he asks the site for, and keeps what he read."""

    def __init__(self, username: str) -> None:
        self.client, self.requests, self.read = Client(), 0, ""
        self.post("/login/", {"username": username, "password": PASSWORD})

    def get(self, path: str) -> str:
        return self._note(self.client.get(path, follow=True))

    def post(self, path: str, data: object) -> str:
        return self._note(self.client.post(path, data, follow=True))

    def download(self, path: str) -> bytes:
        self.requests += 1
        return self.client.get(path).content

    def upload(self, path: str, name: str, data: bytes) -> str:
        """Upload, look through, confirm; the page after it."""
        answer = self.client.post(path, {"file": SimpleUploadedFile(name, data)}, follow=True)
        page, preview = self._note(answer), answer.request["PATH_INFO"]
        if preview.startswith("/jobs/"):
            preview = self._result(preview)
            page = self.get(preview)
        confirmation = re.search(r'name="confirmation" value="(.*?)"', page)
        assert confirmation, page
        return self.post(preview, {"confirmation": unescape(confirmation[1])})

    def _result(self, job: str) -> str:
        """Where the page of a job leads once a worker has done it."""
        tasks.work("imports")
        found = re.search(r'href="([^"]*)">查看结果<', self.get(job))
        assert found, self.read
        return unescape(found[1])

    def _note(self, answer: object) -> str:
        self.requests += 1 + len(answer.redirect_chain)
        assert answer.status_code == 200, answer.content.decode()
        page = answer.content.decode()
        self.read += page
        return page


@pytest.fixture
def administrators(db, monkeypatch) -> tuple[Administrator, Administrator, Administrator]:
    """System, security, audit: made at the console, each typing name, account and password."""
    typed = iter(["吴系统", "wuxitong", "郑安全", "zhenganquan", "冯审计", "fengshenji"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    monkeypatch.setattr("branches.management.commands.create_administrators.getpass", lambda prompt: PASSWORD)
    call_command("create_administrators")
    return Administrator("wuxitong"), Administrator("zhenganquan"), Administrator("fengshenji")


def roster(branches: int) -> bytes:
    """So many lines of the sample register."""
    book = openpyxl.load_workbook(REGISTER)
    book.active.delete_rows(branches + 2, book.active.max_row)
    return _saved(book)


def staffed(template: bytes) -> bytes:
    """The template as a clerk sends it back: a name and a mobile number in every line, and people of both bodies."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    lines = book.active
    column = {str(cell.value): cell.column for cell in lines[1]}
    for role in (Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT):
        lines.cell(lines.max_row + 1, column["职务"], role.label)
    for number, row in enumerate(range(2, lines.max_row + 1)):
        name = "张" + "".join(DIGITS[int(digit)] for digit in f"{number:03d}")
        lines.cell(row, column["姓名"], name)
        lines.cell(row, column["手机"], f"138{number:08d}")
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def slips(paper: str) -> Iterator[tuple[str, str, str]]:
    """Account, code and unit of every slip as printed."""
    parts = COVER.split(paper)[1:]
    for unit, printed in zip(parts[::2], parts[1::2], strict=True):
        for account, code in SLIP.findall(printed):
            yield unescape(account), code, unescape(unit)


def activate(account: str, code: str, word: str) -> Client:
    """What the person does at home: both keys, then an own password."""
    client = Client()
    first = client.post("/activate/", {"username": account, "code": code, "word": word})
    assert first.status_code == 302, first.content.decode()
    second = client.post(first.url, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)
    assert second.status_code == 200
    return client


@pytest.mark.parametrize("branches", [30, pytest.param(501, marks=pytest.mark.soak)])
def test_everybody_gets_in(administrators, branches):
    system, security, audit = administrators
    assert "先导入单位" in system.get("/")
    system.upload("/branches/import/", "名册.xlsx", roster(branches))
    tasks.work("imports")
    assert Branch.objects.count() == branches

    people = staffed(system.download("/people/template/"))
    system.upload("/people/import/", "人员和任职.xlsx", people)
    tasks.work("imports")
    proposal = ProposalList.objects.get()
    wanted = branches + 3 * Unit.objects.exclude(kind=Unit.Kind.CITY).count() + 2
    assert proposal.posts.count() == wanted
    assert not Appointment.objects.exclude(role__in=ADMINISTRATORS).exists(), "one person alone gives nobody a post"

    assert f"请确认{wanted}项任职" in security.get("/")
    security.get(f"/posts/proposals/{proposal.pk}/")
    assert f"已确认{wanted}项任职" in security.post(f"/posts/proposals/{proposal.pk}/confirm/", {})

    offered = system.get("/slips/")
    chosen = re.findall(r'name="chosen" value="(\d+)"', offered)
    printed = list(slips(system.post("/slips/", {"chosen": chosen})))
    runs = re.findall(r'name="chosen" value="(\d+)"', security.get("/words/"))
    told = security.post("/words/", {"chosen": runs})
    words = {unescape(unit): word for unit, word in WORD.findall(told)}
    assert len(printed) == wanted and len(words) == len(chosen)

    assert not any(code in security.read + audit.read for _, code, _ in printed), "who tells the word sees no code"
    assert not any(word in system.read + audit.read for word in words.values()), "who prints the code sees no word"
    for account, code, unit in printed:
        client = activate(account, code, words[unit])
        assert client.get("/").status_code == 200 and "_auth_user_id" in client.session
    holders = User.objects.filter(appointments__role=Role.SECRETARY)
    assert holders.filter(opened_at__isnull=False).count() == branches

    assert "等市直工委启动年度" in re.sub(r"<.*?>", "", security.get("/"))
    assert "条记录" in audit.get("/")
    assert sum(one.requests for one in administrators) < MOST

    committee = Client()
    committee.force_login(User.objects.get(appointments__role=Role.WORK_COMMITTEE))
    assert "可以启动2026年度了" in committee.get("/").content.decode()


def test_with_one_key_nobody_gets_in(administrators):
    """The twin of the way: the word of another run, or none, opens nothing."""
    system, security, _ = administrators
    unit = factories.unit("市审计局")
    person = factories.person("张三", unit=unit)
    User.objects.filter(pk=person.pk).update(opened_at=None)
    ((account, code, _),) = slips(system.post("/slips/", {"chosen": [unit.pk]}))
    for word in ("", "0000 0000", code):
        answer = Client().post("/activate/", {"username": account, "code": code, "word": word})
        assert answer.status_code == 422
    runs = re.findall(r'name="chosen" value="(\d+)"', security.get("/words/"))
    ((_, word),) = WORD.findall(security.post("/words/", {"chosen": runs}))
    assert "_auth_user_id" in activate(account, code, word).session
