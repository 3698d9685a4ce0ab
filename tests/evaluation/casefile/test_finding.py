"""查找: whatever one calls a unit or a branch, one finds it, and nobody finds what he may not see."""

import pytest

from branches.models import Branch
from evaluation.casefile import finding
from tests.support import factories

URL = "/find/"


@pytest.fixture
def housing(cycle):
    unit = factories.unit("市住房和城乡建设局")
    factories.candidacy(cycle, factories.branch(unit, "造价科党支部"))
    return unit


def names(user, words):
    return [one.name for one in finding.find(user, words)]


@pytest.mark.parametrize("words", ["住房", "城乡建设", "szfhcxjsj", "住建", "住建局"])
def test_a_unit_is_found_by_name_initials_and_abbreviation(housing, work_committee, words):
    factories.unit("市财政局")
    assert names(work_committee, words)[0] == housing.name


def test_an_abbreviation_keeps_the_order_of_the_name(housing, work_committee):
    assert names(work_committee, "建住") == []
    assert names(work_committee, "住.*") == [], "only characters of a name abbreviate it"


def test_a_branch_leads_to_its_case_and_to_the_register(client, housing, work_committee):
    (found,) = [one for one in finding.find(work_committee, "造价") if one.place]
    assert [label for label, _ in found.links] == ["2026年度：自评中", "名册"]
    client.force_login(work_committee)
    for _, url in found.links:
        assert client.get(url).status_code == 200


def test_nobody_finds_what_he_may_not_see(client, housing, secretary, branch, stranger):
    assert names(secretary, "造价") == names(secretary, "住建") == []
    assert names(stranger, "造价") == []
    client.force_login(secretary)
    assert "没有找到“造价”" in client.get(URL, {"q": "造价"}).content.decode()
    assert names(secretary, branch.short_name) == [branch.short_name]


def test_a_single_thing_with_a_single_page_opens_at_once(client, secretary, branch):
    assert Branch.objects.filter(pk=branch.pk).exists()
    client.force_login(secretary)
    (found,) = finding.find(secretary, branch.short_name)
    assert client.get(URL, {"q": branch.short_name}).url == found.links[0][1]


def test_an_empty_box_asks_nothing(client, stranger, django_assert_max_num_queries):
    client.force_login(stranger)
    assert "没有找到" not in client.get(URL).content.decode()
