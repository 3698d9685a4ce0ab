"""Every URL × method × person × {own, sibling, foreign, missing}, taken from the resolver and not from a list by hand."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from branches.pages.routes import Access
from branches.permissions import GRANTS, TEAM_GRANTS, Data, Perm, Role, Scope
from tests.plugins.world import CAST
from tests.support import visiting
from tests.support import world as worlds
from tests.support.resolver import patterns

RELATIONS = ("own", "sibling", "foreign", "missing")
REFUSAL = "404.html"
"""The one page whose words are compared."""
SEES_A_CASE = frozenset({Perm.VIEW_BRANCH, Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.SCORE})

# What a page asks beyond a permission over its place: the state or the relation in which even the right person gets a 404.
CLOSED_TO_THE_RIGHT_PERSON = {
    "move", "register_preview", "people_preview", "honour_import_preview", "message", "holiday_preview",
    "assessment_sheet_return", "assessment_score_keep", "verification_confirm", "verification_correct", "verification_keep",
    "recommendation_replace", "address_confirm", "slip", "evidence_library", "evidence_reference", "evidence_remove",
    "evidence_file", "notice_correct", "notice_number", "notice_batch", "notice_batch_pdf", "job", "job_cancel", "job_file",
    "reinspection_correct", "reinspection_uphold", "assessment_photo", "self_assessment_phone_file",
    "issued_sealed", "issued_put_back", "issued_pack", "issued_distribute", "issued_copy", "issued_confirm",
}  # fmt: skip

# To whom the address is all they have: only the session that was sent off comes back by it, with what it was given
# (test_single_sign_on.py goes the whole way, to a provider and back).
HALF_A_WAY = {"sso_callback"}

# Pages that more people may read than write: to these a reader's POST is 403, and betrays nothing he cannot read.
READ_BY_MORE = re.compile(
    "self_assessment_|method_save|drafting_(decision|public_notice|correction)|changes$|binding_list$"
)


def holds(actor: str, perm: Perm, relation: str) -> bool:
    """Whether the person holds `perm` over what stands in this relation to the cast: said here once more, by hand."""
    if actor == "assessor":
        return perm in TEAM_GRANTS and relation in ("own", "sibling")
    if actor in ("foreign_officer", "stranger", "nobody"):
        return False
    role = Role(actor)
    reach = {Scope.BRANCH: {"own"}, Scope.UNIT: {"own", "sibling"}, Scope.CITY: {"own", "sibling", "foreign"}}[
        role.scope
    ]
    return perm in GRANTS[role] and relation in reach


def holds_anywhere(actor: str, perms: frozenset[Perm]) -> bool:
    if actor == "foreign_officer":
        return bool(perms & GRANTS[Role.ORGAN_OFFICER])
    return any(holds(actor, perm, relation) for perm in perms for relation in RELATIONS)


def expected(name: str, access: Any, actor: str, relation: str, *, is_case: bool) -> str:
    """open, 401, 403 or 404. Where systems read by their keys nobody's session opens anything (test_door.py)."""
    if isinstance(access, Data):
        return "401"
    if name in HALF_A_WAY or (isinstance(access, frozenset) and not holds_anywhere(actor, access)):
        return "403"
    if relation == "":
        return "open"
    if relation == "missing":
        return "404"
    perms = access if isinstance(access, frozenset) else SEES_A_CASE if is_case else None
    if perms is None or any(holds(actor, perm, relation) for perm in perms):
        return "open"
    return "404"


def ask(client: Client, method: str, url: str, fields: Mapping[str, Any] | None = None) -> tuple[int, str]:
    """Status and body without what differs from answer to answer; whatever was written is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(url, fields)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body.decode(errors="replace")).replace(url, "")
    return answer.status_code, re.sub(r"编号\s*<strong>\w+</strong>", "", text)


@pytest.fixture
def doors_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on a page that opens is written for nobody: here only refusals are read."""
    write = Template.render

    def render(self: Template, *given: Any) -> Any:
        return write(self, *given) if self.template.name == REFUSAL else ""

    monkeypatch.setattr(Template, "render", render)


@pytest.mark.parametrize("actor", CAST)
@pytest.mark.usefixtures("doors_alone")
def test_the_matrix(actor: str, people: dict[str, Any], world: worlds.World) -> None:
    """A door that is shut is so before anybody looks where it leads: the stranger tries that everywhere, the others once.

    To whoever holds something of the whole city its units are alike.
    """
    wrong = faults(actor, people[actor], world, is_brief=actor not in ("stranger", "nobody"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.figure(8, "every address × method × person × relation, none left out")
@pytest.mark.parametrize("actor", CAST)
def test_soak_the_matrix(actor: str, people: dict[str, Any], world: worlds.World) -> None:
    """Everybody tries every door everywhere."""
    wrong = faults(actor, people[actor], world)
    assert not wrong, "\n".join(wrong)


def faults(actor: str, person: Any, world: worlds.World, *, is_brief: bool = False) -> list[str]:
    wrong, client = [], Client()
    if person:
        client.force_login(person)
    # Whatever an answer does to the session is taken back with it.
    signed_in = {name: cookie.value for name, cookie in client.cookies.items()}
    for full_name, pattern in patterns():
        access, names = pattern.callback.access, list(pattern.pattern.converters)
        name = full_name.rsplit(":", 1)[-1]
        is_case = "candidacies/" in str(pattern.pattern) or name in (
            "evidence_file",
            "notice",
            "notice_pdf",
            "notice_word",
            "notice_archive",
            "issued",
        )
        bodies: dict[tuple[str, str], str] = {}
        for relation in RELATIONS if names else ("",):
            kwargs = world.kwargs(name, names, relation) if names else {}
            if kwargs is None:
                continue
            url = reverse(full_name, kwargs=kwargs)
            of_the_city = names == ["year"] and relation == "own"
            want = expected(name, access, actor, "" if of_the_city else relation, is_case=is_case)
            if is_brief and _says_nothing_new(actor, want, relation):
                continue
            client.cookies.clear()  # anew: answers leave messages behind, and one URL signs out
            client.cookies.load(signed_in)
            for method in ("get", "post"):
                fields = world.fields(name, relation) if method == "post" else None
                status, body = ask(client, method, url, fields)
                bodies[relation, method] = body if status == 404 else ""
                got = _kind(status)
                if not _agrees(got, want, name, method, access, actor):
                    wrong.append(f"{method} {url} ({name}, {relation}): {status}, expected {want}")
        for method in ("get", "post"):
            missing, foreign = bodies.get(("missing", method)), bodies.get(("foreign", method))
            if missing and foreign and missing != foreign:
                wrong.append(f"{method} {name}: a foreign object's 404 differs from a missing one's")
    return wrong


def _says_nothing_new(actor: str, want: str, relation: str) -> bool:
    if want == "403":
        return relation not in ("own", "")
    return relation == "sibling" and actor in {role.value for role in Role if role.scope is Scope.CITY}


def _kind(status: int) -> str:
    if status in (401, 403, 404, 405):
        return str(status)
    return "5xx" if status >= 500 else "open"


def _agrees(got: str, want: str, name: str, method: str, access: Any, actor: str) -> bool:
    if actor == "nobody" and want != "401":  # led or answered by the login page, whatever is asked for
        return got in ("open", "401") or access is Access.PUBLIC
    if got in (want, "405"):  # a wrong method is the same answer for everybody and everything
        return True
    if want == "open" and got == "404":
        return name in CLOSED_TO_THE_RIGHT_PERSON
    return want == "open" and got == "403" and method == "post" and bool(READ_BY_MORE.match(name))


def test_a_url_without_an_access_does_not_exist() -> None:
    assert [name for name, pattern in patterns() if not hasattr(pattern.callback, "access")] == []


def test_nobody_without_an_account_gets_in(client: Client, world: worlds.World) -> None:
    for full_name, pattern in patterns():
        if pattern.callback.access is Access.PUBLIC or isinstance(pattern.callback.access, Data):
            continue
        names = list(pattern.pattern.converters)
        url = reverse(full_name, kwargs=world.kwargs(full_name.rsplit(":", 1)[-1], names, "own") if names else {})
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/login/"), url


def test_dropping_any_one_rule_turns_the_matrix_red(people, world, monkeypatch) -> None:
    """The twin: with one permission granted to everybody, some page opens that should not."""
    guarded = [one for one in patterns() if isinstance(one[1].callback.access, frozenset)]
    granted: list[Perm] = []
    for name in ("branches.access.may", "branches.pages.routes.may"):
        monkeypatch.setattr(name, lambda user, wanted, place=None: wanted in granted)
    client = Client()
    client.force_login(people["stranger"])
    asked = {perm for _, pattern in guarded for perm in pattern.callback.access}
    for perm in sorted(asked, key=lambda perm: perm.name):
        granted[:] = [perm]
        assert any(
            opens(client, full_name, pattern, world)
            for full_name, pattern in guarded
            if perm in pattern.callback.access
        ), perm
    granted.clear()
    assert not any(opens(client, full_name, pattern, world) for full_name, pattern in guarded)


def opens(client: Client, full_name: str, pattern: Any, world: worlds.World) -> bool:
    """Whether the page lets somebody in through its door; what stands behind may still be another's."""
    names = list(pattern.pattern.converters)
    kwargs = world.kwargs(full_name.rsplit(":", 1)[-1], names, "own") if names else {}
    return ask(client, "get", reverse(full_name, kwargs=kwargs))[0] != 403


def test_every_url_that_asks_more_than_a_permission_lets_somebody_in(people, world) -> None:
    """A sample that answers everybody with 403 or 404 proves nothing; the matrix asks all others for one that opens."""
    guests, alike = visiting.visitors(people), set()
    for url in visiting.urls(world):
        name = url.name.rpartition(":")[2]
        if name in CLOSED_TO_THE_RIGHT_PERSON:
            asks = ((who, sent) for who in visiting.may_come(url.access) for sent in (None, world.fields(name, "own")))
            if all(guests[who].ask(url.address, fields).status in (403, 404, 405) for who, fields in asks):
                alike.add(name)
    assert alike == set()
