"""What post a line puts forward: nothing where it stands already, a new one, the end of one, or one after another."""

from dataclasses import dataclass
from datetime import date, timedelta

from branches import clock, in_words
from branches.people.exchange.asking import Ask
from branches.people.exchange.columns import HEADING, Wrong
from branches.people.exchange.scopes import Place
from branches.people.exchange.snapshot import Known, Post, Snapshot
from branches.permissions import Role, incompatible
from branches.spreadsheet.doubts import Choice, Doubt
from branches.spreadsheet.table import Line

SUCCEEDS, STAYS = "succeeds", "stays"


@dataclass(frozen=True)
class Wanted:
    """A post to be put forward. `ends`: the post that ends with it, or, without `starts_on`, the one that it is about."""

    line: int
    person: Known
    role: Role
    place: Place
    starts_on: date | None
    ends_on: date | None
    ends: Post | None = None


class Posts:
    """Goes through the lines one after the other; what it has wanted counts for those that come after."""

    def __init__(self, found: Snapshot, names: dict[int, str]) -> None:
        self.found, self.names = found, names
        self.wanted: dict[str, list[Wanted]] = {}
        self.over: dict[Place, list[Wanted]] = {}

    def of(self, line: Line, person: Known, place: Place, ask: Ask) -> Wanted | None:
        """What the line puts forward, None where nothing is. Raises Wrong or Unanswered."""
        role = Role(line.values["role"])
        if (person.pk or 0, role.value, place) in self.found.proposed:
            return None
        first, last = line.values["starts_on"] or clock.today(), line.values["ends_on"]
        running = [post for post in self.found.posts_of.get(person.pk or 0, []) if post.overlaps(first, last)]
        if held := next((post for post in running if (post.role, post.place) == (role, place)), None):
            return self._about(line, person, held)
        if last and last < clock.today():
            raise Wrong("ends_on", "已经过去，不需要任职。请核对，或清空职务只建账号")
        self._check(role, place, running, self.wanted.get(person.key, []))
        ends = self._followed(place, first, last) if role is Role.SECRETARY else None
        if ends and ask(self._doubt(line, place, first, ends)) == STAYS:
            return None
        return Wanted(line.number, person, role, place, first, last, ends)

    def _check(self, role: Role, place: Place, running: list[Post], wanted: list[Wanted]) -> None:
        """The post goes together with those that the person holds or is put forward for."""
        if any((one.role, one.place) == (role, place) for one in wanted):
            raise Wrong("role", "此人的这项任职在前面的行里已经有了，请删去一行")
        if reason := incompatible({post.role for post in running} | {one.role for one in wanted}, role):
            raise Wrong("role", reason.removesuffix("。"))

    def _about(self, line: Line, person: Known, held: Post) -> Wanted | None:
        """The line of a post that is held: unchanged, or now with a last day."""
        starts_on, ends_on = line.values["starts_on"], line.values["ends_on"]
        if starts_on and starts_on != held.starts_on:
            begun = in_words.plain_day(held.starts_on)
            raise Wrong("starts_on", f"此人{begun}起已任这一职务。更正任职日期请由安全管理员在任职页面办理")
        if ends_on is None or ends_on == held.ends_on:
            return None
        if ends_on < clock.today():
            raise Wrong("ends_on", "不能早于今天：此前办理的事项是凭这一职务办的")
        return Wanted(line.number, person, held.role, held.place, None, ends_on, held)

    def _followed(self, place: Place, first: date, last: date | None) -> Post | None:
        """The secretary whose post would end the day before; nobody where earlier lines end it, or nobody is in office."""
        over = self.over.get(place, [])
        if any(one.starts_on for one in over):
            raise Wrong("place", "前面的行里已有这个支部的书记，一个支部只有一名书记")
        ended = {one.ends.pk: one.ends_on for one in over if one.ends}
        there = [post for post in self.found.posts_over.get(place, []) if post.overlaps(first, last)]
        there = [post for post in there if not ((day := ended.get(post.pk)) and day < first)]
        if not there:
            return None
        if len(there) > 1 or first <= there[0].starts_on:
            raise Wrong("starts_on", "这段时间已有人任书记，请由安全管理员在任职页面办理")
        return there[0]

    def _doubt(self, line: Line, place: Place, first: date, now: Post) -> Doubt:
        name, until = self.names.get(now.user, ""), in_words.plain_day(first - timedelta(days=1))
        sentence = f"现任书记{name}，{in_words.plain_day(now.starts_on)}起。"
        choices = Choice(SUCCEEDS, f"接替，{name}到{until}止"), Choice(STAYS, "不接替，两人都不动")
        about = f"{line.values['name']}任{self._name(place)}书记"
        return Doubt(line.number, HEADING["role"], sentence, choices, about)

    def _name(self, place: Place) -> str:
        branch = place[1]
        return f"{self.found.unit_names[self.found.branch_units[branch]]}{self.found.branch_names[branch]}"

    def want(self, one: Wanted) -> None:
        """The line stands: those after it reckon with what it puts forward."""
        self.wanted.setdefault(one.person.key, []).append(one)
        self.over.setdefault(one.place, []).append(one)
