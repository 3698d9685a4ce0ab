"""Everything that follows from a 支部变更, before it happens and as it is put on record (D25, D41)."""

from collections.abc import Iterator
from dataclasses import dataclass

from branches import in_words
from branches.models import Branch, Unit, User
from evaluation.cases.access import open_cases
from evaluation.models import Candidacy, Honour, RecommendationList, Succession
from evaluation.models.honour import HELD
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.succession import moving
from evaluation.succession.moving import Journey
from evaluation.succession.queries import Change, posts_over
from evaluation.vocabulary import State, SuccessionKind


@dataclass(frozen=True)
class Option:
    """One answer to the question who carries which title: at most one title goes on, into one branch."""

    key: str
    title: Honour | None
    place: Branch | None
    """None with a title: the branch that is born as number `birth`."""
    birth: int
    sentences: tuple[str, ...]

    @property
    def label(self) -> str:
        return "；".join(self.sentences)


@dataclass(frozen=True)
class Outlook:
    """What would follow: put on record are `sentences`; `remarks` speak of what not everybody may know yet."""

    change: Change
    cases: list[Candidacy]
    titles: list[Honour]
    sentences: list[str]
    remarks: list[str]
    options: list[Option]
    journey: Journey | None = None
    """Where branches go over into another unit (D41)."""

    def option(self, key: str) -> Option | None:
        return next((one for one in self.options if one.key == key), None)


def outlook(one: Succession) -> Outlook:
    """A handful of queries, whatever the number of branches."""
    change = Change.of(one)
    if change.into is not None:
        return _moving(change, change.into)
    cases = list(open_cases(*change.ceasing))
    titles = _titles(change)
    return Outlook(
        change=change,
        cases=cases,
        titles=titles,
        sentences=[*_register(change), *_cases(change, cases), *_untouched(change, titles)],
        remarks=list(_remarks(change, cases)),
        options=list(_options(change, titles)) if change.kind in _ASKED else [],
    )


def _moving(change: Change, into: Unit) -> Outlook:
    titles, journey = _titles(change), moving.journey(change, into)
    renamed = [case for case in journey.staying if change.names and case.state == State.PROPOSED]
    return Outlook(
        change=change,
        cases=journey.ending,
        titles=titles,
        sentences=list(moving.sentences(journey, titles)),
        remarks=[*moving.remarks(journey, titles), *([_FROZEN] if renamed else [])],
        options=[],
        journey=journey,
    )


def _titles(change: Change) -> list[Honour]:
    return list(Honour.objects.filter(branch__in=change.before, state__in=HELD).select_related("branch__unit"))


_FROZEN = "该支部在拟命名中：名单已经冻结的，须重新冻结、重新签署。"
_ASKED = (SuccessionKind.MERGE, SuccessionKind.SPLIT)
"""Where somebody has to say who carries the title; a renamed branch keeps it, a dissolved one loses it."""


def _register(change: Change) -> Iterator[str]:
    day = in_words.plain_day(change.effective_on)
    for branch in change.before:
        if change.kind == SuccessionKind.RENAME:
            yield f"“{branch.full_name}”自{day}起改名为“{change.names[0][0]}”，原名称记为曾用名。"
            yield "以后的公文用新名称；已发布的公文、已冻结的基数名单仍是当时的名称。"
        elif branch in change.staying:
            yield f"“{branch.full_name}”保留。"
        else:
            yield f"“{branch.full_name}”自{day}起不再存在，历年记录都保留。"
    for full_name, _ in change.born:
        yield f"新建“{full_name}”，{day}成立。"
    over = posts_over(change.ceasing, change.effective_on)
    names = "、".join(dict.fromkeys(f"{post.user.name}（{post.branch}书记）" for post in over))
    if names:
        yield f"任职结束：{names}。"
    if change.born or (change.kind == SuccessionKind.MERGE and names):
        yield "新书记由安全管理员办理任职。"
    moved = User.objects.filter(branch__in=change.ceasing, is_active=True).count()
    if moved and change.kind == SuccessionKind.MERGE:
        yield f"{moved}名有账号的党员转入合并后的党支部。"
    elif moved:
        yield f"{moved}名有账号的党员，由系统管理员重新登记所在党支部。"


def _cases(change: Change, cases: list[Candidacy]) -> Iterator[str]:
    for case in cases:
        yield f"“{case.branch}”{case.cycle.year}年度参评终止，记为退出参评。"
    if change.born:
        yield "新建的党支部不自动参加本年度评定；要参加的，由机关党组织按“增加参评支部”办理。"
    frozen = RecommendationList.objects.filter(cycle__in=[case.cycle_id for case in cases], unit=change.unit)
    if change.ceasing and frozen.exists():
        yield "推荐环节开启时冻结的基数和名额不变。"


def _untouched(change: Change, titles: list[Honour]) -> Iterator[str]:
    for title in titles:
        if change.kind == SuccessionKind.RENAME:
            yield f"{title.year}年度称号不受影响。"
        elif change.kind == SuccessionKind.DISSOLVE:
            yield _lapses(title)


def _remarks(change: Change, cases: list[Candidacy]) -> Iterator[str]:
    concerned = [*cases, *open_cases(*change.staying)] if change.kind == SuccessionKind.RENAME else cases
    for case in cases:
        yield f"“{case.branch}”现在是“{case.get_state_display()}”。"
    if seats := sum(case.state in HOLDS_SEAT for case in cases):
        yield f"空出{seats}个推荐名额。"
    if any(case.state == State.PROPOSED for case in concerned):
        yield _FROZEN


def _options(change: Change, titles: list[Honour]) -> Iterator[Option]:
    """Each title with each carrier; a branch that had another title of the same year cannot carry this one."""
    if not titles:
        return
    carriers: list[tuple[Branch | None, str]] = [(branch, str(branch)) for branch in change.staying]
    carriers += [(None, f"{change.unit}{short}") for _, short in change.born]
    had = set(Honour.objects.filter(branch__in=change.staying).values_list("branch", "year", "pk"))
    running = {case.branch_id: case.cycle.year for case in open_cases(*change.staying)}
    for title in titles:
        rest = tuple(_lapses(other) for other in titles if other != title)
        for index, (carrier, label) in enumerate(carriers):
            if not _has_another(carrier, title, had):
                said, *ends = _carried(title, carrier, label, running)
                lines = (said, *rest, *ends)
                yield Option(f"{title.pk}-{index}", title, carrier, index - len(change.staying), lines)
    yield Option("none", None, None, 0, ("无人承接", *(_lapses(title) for title in titles)))


def _has_another(carrier: Branch | None, title: Honour, had: set[tuple[int, int, int]]) -> bool:
    if carrier is None:
        return False
    return any((pk, year) == (carrier.pk, title.year) and key != title.pk for pk, year, key in had)


def _carried(title: Honour, carrier: Branch | None, label: str, running: dict[int, int]) -> Iterator[str]:
    """What is said of a title and its carrier: first that he carries it, then what ends by it."""
    is_own = carrier is not None and carrier.pk == title.branch_id
    yield f"{title.year}年度称号{f'仍由“{label}”保持' if is_own else f'由“{label}”承接'}"
    if carrier and (year := running.get(carrier.pk)):
        yield f"“{label}”{year}年度参评终止：已有称号不重复参加评定"


def _lapses(title: Honour) -> str:
    return f"“{title.branch}”{title.year}年度称号终止（不是撤销），未结的复查随之终止"
