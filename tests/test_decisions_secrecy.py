"""What a person may not know shows nowhere: all that he is told is the same before and after a withheld move (D34, D52)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from branches.models import Appointment, User
from branches.permissions import Role
from evaluation.advance import Refused, Stale, advance
from evaluation.cases import access as case_access
from evaluation.cases import knowledge
from evaluation.cases.knowledge import one_as_known
from evaluation.cases.telling import timelines, told
from evaluation.models import Candidacy, Reinspection
from evaluation.procedure.secrecy import SECRETS
from evaluation.vocabulary import Action, ReinspectionAction, State, Tier
from tests.support import boards, factories, pictures, twins
from tests.support import world as worlds
from tests.support.pictures import differences, picture, unruled

pytestmark = pytest.mark.django_db

Scene = Callable[[], None]
EVERYTHING = ""
OF_CASES = "case$|candidacy_list|cycle_progress|worklist|_board$|reinspections$|vacancies"
THE_CASE = "case$|candidacy_list"
AUDIT = "audit|moves"
ACTS = "evaluation:move$"
OWN_PICKS, PUT_FORWARD, POOL_PICKS, PROPOSALS, REFUSALS = range(len(SECRETS))


@pytest.fixture
def world(secretary, organ_officer, assessor, leading_group, work_committee, organisation_department, system_admin,
          audit_admin, cycle, branch, today, monkeypatch) -> worlds.World:  # fmt: skip
    """Everything once, in January: the unit's two branches are assessed, its list is open, nobody is picked."""
    client = Client()
    client.force_login(system_admin)
    made = worlds.build(cycle, branch, organ_officer, assessor, work_committee, client)
    today(factories.IN_JANUARY)
    pictures.plain_documents(monkeypatch)
    with unruled(monkeypatch):
        for relation, case in made.cases.items():
            by = officer_of(case)
            factories.verify(case, by, Tier.ORGAN)
            advance(case, Action.CONCLUDE, by=by)
            made.cases[relation] = factories.fresh(case)
    return made


def officer_of(case: Candidacy) -> User:
    return Appointment.objects.filter(role=Role.ORGAN_OFFICER, unit=case.unit_id).latest("pk").user


def test_D52_what_a_unit_picks_and_suggests_shows_nowhere_before_it_is_handed_in(
    world, monkeypatch, secretary, assessor, leading_group, work_committee, audit_admin
):
    case, one = world.cases["own"], Reinspection.objects.get(pk=world.parts["own"].ids["reinspection"])
    factories.deliberated(case.unit.lists.get(), leading_group)

    def in_secret() -> None:
        with unruled(monkeypatch):
            advance(case, Action.RECOMMEND, by=leading_group)
            Reinspection.objects.filter(pk=one.pk).update(reason="理由充分。" * 10, changes="换了书记。")
            advance(one, ReinspectionAction.SUGGEST_REVOCATION, by=officer_of(case))

    readers = {work_committee: EVERYTHING, audit_admin: AUDIT, secretary: OF_CASES, assessor: THE_CASE}
    assert_nothing_shows(world, monkeypatch, readers, in_secret, {OWN_PICKS: "own"})


def test_D52_what_the_two_bodies_propose_and_decline_shows_nowhere_before_it_is_published(
    world, monkeypatch, secretary, organ_officer, leading_group, work_committee
):
    own, sibling = world.cases["own"], world.cases["sibling"]
    with unruled(monkeypatch):
        for case in (own, sibling):
            advance(case, Action.RECOMMEND, by=leading_group)
    factories.submit(own.unit.lists.get())

    def in_secret() -> None:
        with unruled(monkeypatch):
            advance(own, Action.PROPOSE, by=work_committee)
            advance(sibling, Action.DECLINE, by=work_committee, note="双方不同意。")

    readers = {organ_officer: EVERYTHING, leading_group: OF_CASES, secretary: THE_CASE}
    assert_nothing_shows(world, monkeypatch, readers, in_secret, {PROPOSALS: "own", REFUSALS: "sibling"})


def test_D52_what_is_put_forward_and_picked_from_the_pool_shows_nowhere_before_the_pool_is_done(
    world, monkeypatch, work_committee
):
    case = world.cases["foreign"]
    clerk = factories.appointed(Role.LEADING_GROUP, case.unit, name="尤党组")
    of_the_branch = Appointment.objects.get(role=Role.SECRETARY, branch=case.branch_id).user

    def put_forward() -> None:
        with unruled(monkeypatch):
            advance(case, Action.FORWARD, by=clerk)

    def pick() -> None:
        with unruled(monkeypatch):
            advance(case, Action.RECOMMEND, by=work_committee, note="示范作用强。")

    assert_nothing_shows(
        world, monkeypatch, {of_the_branch: OF_CASES}, put_forward, {PUT_FORWARD: "foreign"}, "foreign"
    )
    readers = {clerk: f"{OF_CASES}|{ACTS}", of_the_branch: THE_CASE}
    assert_nothing_shows(world, monkeypatch, readers, pick, {POOL_PICKS: "foreign"}, "foreign")


def test_D52_a_unit_takes_back_what_the_pool_has_picked_in_secret_and_the_place_is_free(
    put_forward, leading_group, work_committee, monkeypatch
):
    case, page = put_forward, one_as_known(put_forward, leading_group)
    with unruled(monkeypatch):
        advance(case, Action.RECOMMEND, by=work_committee, note="示范作用强。")
    advance(case, Action.TAKE_BACK, by=leading_group, version=page.version)
    case = factories.fresh(case)
    assert (case.state, case.seat) == (State.ASSESSED, None)
    last = case.transitions.latest("number")
    assert (last.before, last.after) == (State.RECOMMENDED, State.ASSESSED), "the record says what was so"
    assert timelines([case], leading_group)[case.pk][0].before == State.FORWARDED, "the unit reads what it knew"


def test_D52_what_the_known_state_does_not_allow_is_refused_in_its_words(
    put_forward, leading_group, work_committee, monkeypatch
):
    with unruled(monkeypatch):
        advance(put_forward, Action.RECOMMEND, by=work_committee, note="示范作用强。")
    with pytest.raises(Refused, match="现在是“已推送联合推荐”，不能“取消推荐”"):
        advance(put_forward, Action.UNRECOMMEND, by=leading_group)
    twins.withholding(monkeypatch)
    with pytest.raises(Refused) as told:
        advance(put_forward, Action.TAKE_BACK, by=leading_group)
    assert "已推荐" in str(told.value), "the twin: without the table the refusal tells of the pick"


def test_D52_a_page_is_stale_only_by_moves_that_its_reader_may_know(put_forward, leading_group, organ_officer):
    seen = one_as_known(put_forward, organ_officer).version
    advance(put_forward, Action.TAKE_BACK, by=leading_group)
    with pytest.raises(Stale):
        advance(put_forward, Action.WITHDRAW, by=organ_officer, note="不再参加。", version=seen)


def test_D52_a_line_that_moved_on_while_its_page_was_made_tells_nothing_that_was_withheld(
    put_forward, leading_group, organ_officer
):
    secretary = factories.appointed(Role.SECRETARY, put_forward.branch)
    (line,), (late,) = (list(case_access.readable(secretary)) for _ in range(2))
    assert line.state == State.FORWARDED, "as it was fetched"
    advance(put_forward, Action.TAKE_BACK, by=leading_group)
    advance(factories.fresh(put_forward), Action.WITHDRAW, by=organ_officer, note="不再参加。")
    assert told([line], secretary)[0].state == State.WITHDRAWN
    late.version += 2
    assert told([late], secretary)[0].state == State.FORWARDED, "the twin: as if nothing had moved in between"


@pytest.fixture
def put_forward(recommending, unit, leading_group, work_committee) -> Candidacy:
    """A branch of a unit without a place, put forward; the pool has two places."""
    pool = boards.open_list(recommending, None, work_committee, base=24)
    boards.open_list(recommending, unit, leading_group, base=8, pool=pool)
    (case,) = boards.assessed(recommending, unit, "96.0")
    advance(case, Action.FORWARD, by=leading_group)
    return factories.fresh(case)


def assert_nothing_shows(
    world: worlds.World,
    patch: Any,
    readers: dict[User, str],
    in_secret: Scene,
    secrets: dict[int, str],
    relation: str = "own",
) -> None:
    """Each reader asks for the pages named: the first for as much as there is, the others, who know no more, for less.

    Nor does a mask stand idle: with any one of `secrets` (places in the table) told to all, that case shows it to the first.
    """
    first = next(iter(readers))
    for user in readers:
        Client().force_login(user)  # who has never signed in is counted

    def look() -> dict[User, pictures.Picture]:
        return {user: picture(user, world, relation, only) for user, only in readers.items()}

    def case_page(of: str) -> pictures.Picture:
        return picture(first, world, of, "evaluation:case$")

    before, pages = look(), {of: case_page(of) for of in secrets.values()}
    in_secret()
    after = look()
    wrong = [f"{user}: {line}" for user in readers for line in differences(before[user], after[user])]
    assert not wrong, "\n".join(wrong)
    for place, of in secrets.items():
        with patch.context() as twin:
            twins.withholding(twin, *(one for n, one in enumerate(SECRETS) if n != place))
            assert case_page(of) != pages[of], f"without {SECRETS[place]} nothing more is told"


def test_D52_a_case_fetched_before_a_move_is_told_without_it(put_forward, leading_group, organ_officer, work_committee):
    """Whoever fetches while another moves reads one moment: the version on his page is the state that he saw."""
    before = case_access.candidacy_or_404(organ_officer, put_forward.pk)
    fetched = factories.fresh(put_forward)
    advance(put_forward, Action.TAKE_BACK, by=leading_group)
    told = knowledge.masked(fetched, organ_officer)
    assert (told.state, told.since, told.version) == (before.state, before.since, before.version)
    assert knowledge.masked(factories.fresh(put_forward), organ_officer).version == before.version + 1
