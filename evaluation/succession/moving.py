"""隶属变更 and 单位合并: what follows for names, cases, honours and who acts, before it happens (D41)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from branches import in_words
from branches import queries as branches_queries
from branches.models import Branch, Unit, User
from evaluation.cases.knowledge import FROM_ABOVE, as_known
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import YearDate
from evaluation.models import Candidacy, Cycle, Decision, Honour, RecommendationList
from evaluation.procedure.lives import ENDS
from evaluation.succession.queries import Change
from evaluation.vocabulary import CycleState, DecisionKind, DecisionState, SuccessionKind


@dataclass(frozen=True)
class Journey:
    """Branches that go over from one unit into another, and their cases of the year that runs."""

    change: Change
    into: Unit
    cycle: Cycle | None
    going: list[Candidacy]
    """Cases that the new unit goes on with, each in its state."""
    ending: list[Candidacy]
    """Cases that end because the new unit takes no part in the year (D29)."""
    staying: list[Candidacy]
    """Cases that are brought to their end where they are."""
    stays_because: str
    clashes: list[Branch]
    """Branches that need another short name in the new unit."""
    firsts: list[Branch]
    """Which of them is the one first branch of the new unit has to be said; empty where nothing is asked."""

    @property
    def is_merger(self) -> bool:
        return self.change.kind == SuccessionKind.UNITE


def journey(change: Change, into: Unit) -> Journey:
    """A handful of queries, whatever the number of branches."""
    cycle = cycle_queries.running()
    because = _stays_because(cycle, change) if cycle else ""
    cases = _cases(change, cycle) if cycle else []
    along = [] if because else [case for case in cases if case.unit_id == change.unit.pk]
    if cycle and not cycle_queries.participating_units(cycle).filter(pk=into.pk).exists():
        going, ending = [], [case for case in along if case.state not in ENDS]
    else:
        going, ending = along, []
    staying = [case for case in cases if case not in going and case not in ending]
    beside = list(into.branches.filter(dissolved_on=None).select_related("unit"))
    clashes, firsts = _clashes(change, beside), _firsts(change, beside)
    return Journey(change, into, cycle, going, ending, staying, because, clashes, firsts)


def _cases(change: Change, cycle: Cycle) -> list[Candidacy]:
    rows = as_known(Candidacy.objects.filter(branch__in=change.before, cycle=cycle), FROM_ABOVE)
    return list(rows.select_related("cycle", "branch__unit", "unit").order_by("pk"))


def _clashes(change: Change, beside: list[Branch]) -> list[Branch]:
    """Whoever comes with a new name has one that is free."""
    taken = {branch.short_name for branch in beside}
    return [] if change.names else [branch for branch in change.before if branch.short_name in taken]


def _firsts(change: Change, beside: list[Branch]) -> list[Branch]:
    """Nothing is asked while nobody comes with the mark."""
    arriving = [branch for branch in change.before if branch.is_first_branch]
    return [*arriving, *(branch for branch in beside if branch.is_first_branch)] if arriving else []


def _stays_because(cycle: Cycle, change: Change) -> str:
    """Why cases stay in the unit that the branches leave; "" where they go along."""
    base = YearDate.BASE.of(cycle)
    if change.effective_on > base:
        return f"名额基数日{in_words.plain_day(base)}属于{change.unit}"
    return "" if cycle.state == CycleState.OPEN else "推荐环节已经开启，基数名单已经冻结"


def sentences(one: Journey, titles: Iterable[Honour]) -> Iterator[str]:
    """Everything that follows, as it is shown before and put on record."""
    yield from _register(one)
    if one.cycle:
        yield from _year(one, one.cycle)
    for title in titles:
        yield f"“{title.branch}”{title.year}年度称号随支部转入{one.into}，命名文号和牌匾不变，以后由{one.into}复查。"
    if one.is_merger:
        yield from _acting(one)


def _register(one: Journey) -> Iterator[str]:
    change, into = one.change, one.into
    day = in_words.plain_day(change.effective_on)
    if one.is_merger:
        yield f"{change.unit}自{day}起并入{into}。"
    for branch in change.before:
        yield f"“{branch.full_name}”自{day}起隶属{into}。"
    for full_name, short_name in change.names:
        yield f"党支部改名为“{full_name}”，简称“{short_name}”，原名称记为曾用名。"
    joint = Branch.objects.filter(joint_units=into, pk__in=[branch.pk for branch in change.before])
    if one.is_merger:
        joint |= Branch.objects.filter(joint_units=change.unit, dissolved_on=None)
    if names := "、".join(f"“{branch}”" for branch in joint.select_related("unit").distinct().order_by("pk")):
        yield f"联合党支部的联合单位随之更改：{names}。"
    if not change.before:
        return
    people = User.objects.filter(branch__in=change.before, is_active=True).count()
    yield f"支部书记的任职不变，{people}名有账号的党员随支部转入；历年记录都保留，已发布的公文仍是当时的单位和名称。"
    if not one.is_merger and any(branch.is_first_branch for branch in change.before):
        yield f"{change.unit}不再有第一支部，由系统管理员重新标记。"


def _year(one: Journey, cycle: Cycle) -> Iterator[str]:
    unit, into = one.change.unit, one.into
    if one.going:
        yield f"{_names(one.going)}{cycle.year}年度参评随支部转入{into}，状态不变；自评、佐证、考核材料和已提交的评分一并转入。"
        yield f"{unit}考核组不再考核；没有提交的评分不计入，由{into}考核组接着考核。已登记的回避仍然有效。"
        yield f"在{unit}的截止日期较晚的，仍按较晚的日期。"
    if one.ending:
        yield f"{into}不参加{cycle.year}年度评定，{_names(one.ending)}参评终止，记为退出参评。"
    for case in one.staying:
        yield f"“{case.branch}”{cycle.year}年度参评留在{case.unit}办完，状态、名额和名单都不变：{_stays(one, case)}。"
    if any(branch.kind != Branch.Kind.TEMPORARY for branch in one.change.before):
        counts_in = unit if one.stays_because else into
        yield f"{cycle.year}年度名额基数计入{counts_in}。"
    if RecommendationList.objects.filter(cycle=cycle, unit__in=[unit, into]).exists():
        yield "推荐环节开启时冻结的基数名单和名额、已报送的名单都不变。"


def _stays(one: Journey, case: Candidacy) -> str:
    return one.stays_because if case.unit_id == one.change.unit.pk else f"参评原来就在{case.unit}"


def _acting(one: Journey) -> Iterator[str]:
    unit, into = one.change.unit, one.into
    yield f"{unit}没有办完的考核、推荐、复查，由{into}的机关党组织、党组（党委）代为办理。"
    served = Unit.objects.filter(Q(assessing_unit=unit) | Q(recommending_unit=unit)).exclude(pk=unit.pk).distinct()
    if names := "、".join(other.name for other in served.order_by("pk")):
        yield f"原由{unit}考核或者推荐的{names}，改由{into}办理。"
    held = branches_queries.in_force().filter(unit=unit).select_related("user").order_by("pk")
    if names := "、".join(f"{post.user.name}（{post.get_role_display()}）" for post in held):
        yield f"在{unit}的任职不自动结束，由安全管理员办理：{names}。"
    if one.cycle:
        yield f"{unit}在用到{one.cycle.year}年度结束，届时停用。"
    else:
        yield f"没有正在进行的年度，{unit}随即停用。"


def remarks(one: Journey, titles: Iterable[Honour]) -> Iterator[str]:
    """What speaks of what not everybody may know yet."""
    for case in (*one.going, *one.ending, *one.staying):
        yield f"“{case.branch}”现在是“{case.get_state_display()}”。"
    frozen = Decision.objects.filter(kind=DecisionKind.REVOCATION, state=DecisionState.FROZEN)
    if frozen.exists() and any(True for _ in titles):
        yield "撤销决定已经冻结：名单上有这些支部的，须重新冻结、重新签署。"


def _names(cases: Iterable[Candidacy]) -> str:
    return "、".join(f"“{case.branch}”" for case in cases)
