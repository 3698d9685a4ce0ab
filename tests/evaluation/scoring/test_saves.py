"""A device saves a part of a sheet: with a version, as often as it likes, and told apart from whoever was quicker."""

import uuid
from datetime import timedelta

import pytest

from branches import clock
from branches.models import User
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.casefile import steps as casefile_steps
from evaluation.models import Candidacy, Score, ScoreSheet, SheetSave, SiteVisit
from evaluation.scoring import parts
from evaluation.scoring import steps as sheet_steps
from evaluation.scoring.views import saving
from evaluation.vocabulary import Grade, State


@pytest.fixture
def device(client, applied, team, assessor):
    """Sends a part as the assessor's telephone does; `seen` is the version on its screen."""
    client.force_login(assessor)

    def send(part="c3", seen=0, op=None, person=None, **words):
        words = words or {"mark": "partly", "note": "台账不全。"}
        sent = {"person": person or assessor.pk, "op": op or uuid.uuid4(), "part": part, "base_version": seen}
        return client.post(f"/candidacies/{applied.pk}/assessment/score/save/", sent | words)

    return send


def visited(by: User, **words):
    return {"visited_on": "2026-12-04", "place": "活动室", "findings": "记录完整。", "visitors": [by.pk]} | words


def test_a_part_is_kept_with_the_next_version(device):
    answer = device()
    assert answer.status_code == 200
    assert (answer.json()["part"], answer.json()["version"]) == ("c3", 1)
    assert answer.json()["saved_at"].endswith("+08:00")
    score = Score.objects.get()
    assert (score.criterion.number, score.grade, score.note, score.version) == (3, Grade.PARTLY, "台账不全。", 1)
    assert device(seen=1, mark="met", note="").json()["version"] == 2


def test_the_conclusion_and_the_visit_are_parts_as_well(device, assessor):
    assert device("remark", remark="总体较好。").json()["version"] == 1
    assert device("visit", **visited(assessor)).json()["version"] == 1
    assert device("visit", 1, **visited(assessor, findings="记录不全。")).json()["version"] == 2
    sheet, visit = ScoreSheet.objects.get(), SiteVisit.objects.get()
    assert (sheet.remark, sheet.remark_version, bool(sheet.remark_at)) == ("总体较好。", 1, True)
    assert (visit.findings, visit.place, list(visit.visitors.all())) == ("记录不全。", "活动室", [assessor])


def test_the_same_save_again_gets_the_same_answer_and_writes_nothing(device):
    op = uuid.uuid4()
    first = device(op=op)
    device(seen=1, mark="met", note="在电脑上改过。")
    again = device(op=op)
    assert (again.status_code, again.content) == (200, first.content)
    assert (Score.objects.get().note, SheetSave.objects.count()) == ("在电脑上改过。", 2)


def test_twin_without_the_number_of_the_save_its_retry_is_taken_for_another_device(device, monkeypatch):
    monkeypatch.setattr(parts, "earlier", lambda op: None)
    monkeypatch.setattr(SheetSave.objects, "create", SheetSave)
    op = uuid.uuid4()
    device(op=op)
    device(seen=1, mark="met", note="在电脑上改过。")
    assert device(op=op).status_code == 409


def test_a_save_that_got_no_answer_is_answered_even_after_the_sheet_was_handed_in(device, applied, assessor):
    op = uuid.uuid4()
    first = device(op=op)
    ScoreSheet.objects.update(submitted_at=clock.now())
    assert device(op=op).content == first.content
    assert device().status_code == 410


def test_a_late_retry_does_not_undo_what_was_corrected_elsewhere(device):
    device(mark="met", note="在电脑上写的。")
    answer = device(seen=0, mark="unmet", note="手机上的旧内容。")
    assert answer.status_code == 409
    conflict = answer.json()["conflict"]
    assert (conflict["version"], conflict["who"]) == (1, "您在另一台设备上")
    assert conflict["fields"] == {"mark": "met", "note": "在电脑上写的。"}
    assert Score.objects.get().note == "在电脑上写的。"


def test_twin_without_the_version_the_late_retry_would_undo_it(device, monkeypatch):
    monkeypatch.setattr(parts.Stored, "version", property(lambda self: 0, lambda self, value: None), raising=False)
    device(mark="met", note="在电脑上写的。")
    assert device(seen=0, mark="unmet", note="手机上的旧内容。").status_code == 200
    assert Score.objects.get().note == "手机上的旧内容。"


def test_equal_words_are_no_conflict_whatever_version_they_were_made_of(device):
    device(mark="met", note="一样的话。")
    answer = device(seen=0, mark="met", note="一样的话。\r\n")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)


def test_a_visit_that_was_corrected_elsewhere_is_told_with_its_people(device, assessor):
    device("visit", **visited(assessor))
    fields = device("visit", 0, **visited(assessor, findings="另写的。")).json()["conflict"]["fields"]
    assert fields == {
        "visited_on": "2026-12-04",
        "place": "活动室",
        "findings": "记录完整。",
        "visitors": [str(assessor.pk)],
    }


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"mark": "excellent", "note": ""}, "无效"),
        ({"mark": "met", "note": "字" * 3001}, "最多写3000字"),
        ({"part": "c99"}, ""),
        ({"part": "nothing"}, ""),
        ({"op": "nothing"}, ""),
        ({"seen": ""}, "页面不完整"),
        ({"part": "visit", "visited_on": "2099-01-01", "findings": "去过。"}, "不能晚于今天"),
    ],
)
def test_what_is_not_valid_is_told_in_words(device, sent, words):
    answer = device(**sent)
    assert answer.status_code == 422
    assert words in "".join(answer.json()["errors"])
    assert not Score.objects.exists()


def test_a_draft_over_the_limit_of_the_sheet_is_kept(device):
    assert device(mark="", note="半句" * 200).status_code == 200
    assert len(Score.objects.get().note) == 400


def refused(answer) -> str:
    assert answer.status_code == 410
    return answer.json()["refused"]


def test_another_persons_queue_is_refused(device, colleague):
    assert "只有他本人登录后才能上传" in refused(device(person=colleague.pk))
    assert not ScoreSheet.objects.exists()


def test_twin_unless_asked_whose_it_is_it_would_stand_on_the_wrong_sheet(device, colleague, monkeypatch):
    monkeypatch.setattr(saving, "is_of_another", lambda request: False)
    assert device(person=colleague.pk).status_code == 200
    assert Score.objects.get().sheet.assessor != colleague


def test_a_number_of_another_part_or_person_is_refused(client, device, applied, colleague):
    op = uuid.uuid4()
    device(op=op)
    assert "编号相同" in refused(device("c4", op=op))
    client.force_login(colleague)
    assert "编号相同" in refused(device(op=op, person=colleague.pk))
    assert SheetSave.objects.count() == 1


def test_nothing_is_kept_once_the_sheet_is_handed_in(device):
    device()
    ScoreSheet.objects.update(submitted_at=clock.now())
    assert "您已提交评分" in refused(device(seen=1, mark="met", note=""))


def test_nothing_is_kept_once_the_case_has_moved_on(device, applied):
    Candidacy.objects.filter(pk=applied.pk).update(state=State.ASSESSED)
    assert "不在考核中" in refused(device())


def test_nothing_is_kept_of_whoever_keeps_away_by_now(device, applied, assessor):
    casefile_steps.recuse(applied, assessor, by=assessor, reason="亲属关系。")
    assert "须回避" in refused(device())
    assert "须回避" in refused(device("visit", **visited(assessor))), "told before anything is said of the fields"


def test_nothing_is_kept_of_whoever_left_the_team(device, cycle, unit, organ_officer, colleague):
    team_steps.form_team(cycle, unit, leader=colleague, members=[colleague], by=organ_officer)
    assert "不是该支部的考核组成员" in refused(device())
    assert not Score.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "organ_officer", "work_committee", "stranger"])
def test_for_a_stranger_there_is_no_such_case(client, applied, team, who, request):
    user = request.getfixturevalue(who)
    client.force_login(user)
    sent = {"person": user.pk, "op": uuid.uuid4(), "part": "c3", "base_version": 0, "mark": "met", "note": ""}
    answers = [client.post(f"/candidacies/{pk}/assessment/score/save/", sent) for pk in (applied.pk, 99999)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_script_whose_session_ended_is_told_so(client, device):
    client.logout()
    answer = client.post("/candidacies/1/assessment/score/save/", {}, headers={"Accept": "application/json"})
    assert answer.status_code == 401


def test_saves_older_than_thirty_days_are_forgotten(device):
    device()
    device("c4")
    SheetSave.objects.filter(part="c3").update(at=clock.now() - timedelta(days=31))
    assert sheet_steps.tidy() == 1
    assert SheetSave.objects.get().part == "c4"


def test_marking_by_hand_counts_as_a_save(applied, team, assessor):
    scoring_steps.rate(applied, applied.cycle.criteria.get(number=1), by=assessor, mark=Grade.MET)
    assert scoring_steps.rate(applied, applied.cycle.criteria.get(number=1), by=assessor, note="看过。").version == 2
