"""A year without a mouse: Tab, Enter, Space, the arrows and letters, and at every stop one sees where one is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from branches import clock
from tests.browser.conftest import OpenPage
from tests.plugins.databases import Scratch, copy, drop
from tests.plugins.sites import serving

STOPS = 150
MAY_REPORT = """
from datetime import timedelta
from django.conf import settings
from branches import clock
from branches.accounts import passwords
from branches.models import User
from evaluation.cycle.steps.extension import extend
from evaluation.models import Cycle
from evaluation.vocabulary import Step
person = User.objects.get(appointments__role="leading_group", appointments__unit__name="市退役军人事务局")
passwords.assign(person, settings.DEMO_PASSWORD)
days = {Step.RECOMMENDATION: clock.today() + timedelta(days=9)}
committee, second = (User.objects.get(username=f"work_committee{one}") for one in ("", "_2"))
extend(Cycle.objects.latest("year"), [person.appointments.get().unit], days, reason="补报", by=committee, confirmed_by=second)
print(person.username)
"""
"""A unit of the demo that was late gets more time, and its leading group an account to sign in with."""
# What has the focus: its words, and whether a ring can be seen around it, or around the label that stands for it.
FOCUSED = """() => {
    const one = document.activeElement, label = one.labels && one.labels[0];
    const seen = one.matches('.choice input, input.visually-hidden') ? one.nextElementSibling : one;
    const box = seen.getBoundingClientRect(), style = getComputedStyle(seen);
    const top = document.elementFromPoint(box.left + Math.min(box.width, innerWidth) / 2, box.top + Math.min(box.height / 2, 20));
    const again = one === window.before && one.type !== 'date';
    window.before = one;
    return {isOut: one === document.body, what: one.outerHTML.slice(0, 200), again,
        words: `${(label || one).innerText || ''} ${one.name || ''}`,
        ring: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2, inSight: seen.contains(top) || one.contains(top)};
}"""


def yesterday() -> date:
    """As the server's clock has it, which nobody moves."""
    return datetime.now(clock.SHANGHAI).date() - timedelta(days=1)


class Keys:
    """Somebody at a page who has a keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, words: str, back: bool = False) -> None:
        """On by Tab to what says so; every stop on the way is another one, is in sight and shows its ring."""
        self.page.wait_for_load_state()
        for _ in range(STOPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here = self.page.evaluate(FOCUSED)
            if here["isOut"]:
                break
            assert here["ring"] and here["inSight"] and not here["again"], here
            if words in here["words"]:
                return
        pytest.fail(f"Tab does not come to {words} on {self.page.url}")

    def follow(self, words: str) -> None:
        """Leads to another page."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, words: str) -> None:
        self.to(words)
        self.page.keyboard.press("Space")

    def write(self, field: str, text: str) -> None:
        """In place of what stands there."""
        self.to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def write_day(self, field: str, day: date) -> None:
        """Digits alone, in the order in which the browser's language has them."""
        self.to(field)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def read(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


@pytest.fixture
def scratch(demo_site: Scratch) -> Iterator[Scratch]:
    made = copy(demo_site)
    yield made
    drop(made)


@pytest.fixture
def site(scratch: Scratch) -> Iterator[str]:
    with serving(scratch) as url:
        yield url


def test_a_year_goes_on_by_keys_alone(open_page: OpenPage, scratch: Scratch) -> None:
    """Verified, applied for, scored, reported and signed: nobody touches a mouse."""
    verifies(Keys(open_page("organ_officer")))
    applies(Keys(open_page("secretary")))
    scores(Keys(open_page("assessor")))
    reports(Keys(open_page(scratch.manage("shell", "-c", MAY_REPORT).split()[-1])))
    signs(Keys(open_page("organisation_department")))


@pytest.mark.parametrize(
    "covered", ["a:focus { outline: 0; }", "p { position: fixed; inset: 0; margin: 0; background: #fff; }"]
)
def test_twin_a_stop_without_its_ring_or_out_of_sight_is_noticed(covered: str, browser: Browser) -> None:
    page = browser.new_page()
    shown = "<style>a:focus { outline: 3px solid; } %s</style><a href='/'>一</a><p></p>"
    page.set_content(shown % "")
    Keys(page).to("一")
    page.set_content(shown % covered)
    with pytest.raises(AssertionError):
        Keys(page).to("一")
    page.close()


def applies(secretary: Keys) -> None:
    """All that was missing is answered, and the branch hands in."""
    secretary.follow("继续填写")
    secretary.page.wait_for_url("**/self-assessment/**")
    secretary.follow("继续填写")
    while "/criteria/" in secretary.page.url:
        secretary.choose("达到")
        secretary.write("statement", "办事窗口亮身份。")
        secretary.to("mark", back=True)
        secretary.follow("保存，继续")
    for number in range(1, 7):
        secretary.choose(f"d{number}")
    secretary.follow("保存申报")
    secretary.follow("继续填写：支部基本情况")
    secretary.follow("核对无误")

    secretary.follow("支部大会决议")
    secretary.write_day("met_on", yesterday())
    for field, text in {"expected": "9", "present": "9", "in_favour": "8", "resolution": "同意申请。"}.items():
        secretary.write(field, text)
    secretary.follow("保存")
    secretary.follow("检查并提交")
    secretary.follow("提交给")
    secretary.read("回执号")


def scores(assessor: Keys) -> None:
    """One item, which goes up by itself."""
    assessor.page.goto("/assessments/")
    assessor.follow("评分")
    assessor.page.wait_for_url("**/score/all/*")
    assessor.choose("达到")
    expect(assessor.page.locator("[name=c1-mark]").first).to_be_checked()
    expect(assessor.page.locator("[data-chip]")).to_contain_text("已上传", timeout=20000)


def verifies(officer: Keys) -> None:
    """Every condition is answered, one by the arrows."""
    officer.follow("：办理")
    officer.follow("去核验")
    for number in range(1, 7):
        officer.choose(f"answer_{number}")
    officer.press("ArrowRight", 2)
    officer.follow("保存核验结论")
    officer.read("6项都已核验")
    expect(officer.page.locator("[name=answer_6][value=pending]")).to_be_checked()


def reports(group: Keys) -> None:
    """The meeting is recorded, a branch picked and put in words, the list goes."""
    group.follow("打开推荐名单")
    group.follow("记录党组（党委）会议审议")
    group.write_day("held_on", yesterday())
    for field, text in {
        "chair": "王书记",
        "expected": "9",
        "present": "8",
        "minutes": "党组会议纪要〔2027〕2号",
    }.items():
        group.write(field, text)
    group.follow("保存会议记录")
    group.follow("选入")
    group.read("已选入")
    group.follow("检查并报送")
    group.write("appraisal", "同意推荐。")
    group.follow("报送市直工委")
    group.read("已报送推荐名单")


def signs(department: Keys) -> None:
    department.follow("查看名单后签署")
    department.choose("has_read")
    department.write("password", settings.DEMO_PASSWORD)
    department.follow("签署第")
    department.read("双方")
