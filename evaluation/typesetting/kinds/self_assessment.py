"""支部自评表（申报表）: basic facts, the twenty criteria, the six conditions, and what the four levels say (方案 四（一）)."""

from itertools import groupby

from branches.names import CITY_HONOUR
from evaluation.typesetting.content_forms import CriterionRow, OpinionBox, SelfAssessmentForm
from evaluation.typesetting.form import Box, Entry, Fields, Form, Listing
from evaluation.typesetting.letter import Column, Group, Table
from evaluation.typesetting.text import chinese_date
from evaluation.typesetting.tracing import trace


def compose(data: SelfAssessmentForm) -> Form:
    conditions = (_conditions(data),) if data["conditions"] else ()
    stage = f"，{data['stage']}" if data.get("stage") else ""
    return Form(
        title=f"{CITY_HONOUR}申报表",
        subtitle=f"（{data['year']}年度{stage}）",
        number=data["number"],
        author=data["branch"],
        blocks=(_facts(data), _criteria(data), *conditions, *map(_box, data["opinions"])),
        names=(data["branch"], data["unit"], data["secretary"]),
        trace=trace(data),
    )


def _facts(data: SelfAssessmentForm) -> Fields:
    return Fields(
        (
            (Entry("党支部名称", data["branch"]),),
            (Entry("所在单位", data["unit"]),),
            (Entry("支部书记", data["secretary"]), Entry("联系电话", data["telephone"])),
            (
                Entry("党员人数", f"{data['members']}人"),
                Entry("是否第一支部", "是" if data["is_first_branch"] else "否"),
            ),
            (Entry("成立时间", _date(data["established_on"])), Entry("最近换届时间", _date(data["last_election_on"]))),
            (Entry("支部简要情况", data["summary"]),),
        )
    )


def _criteria(data: SelfAssessmentForm) -> Listing:
    return Listing(
        "一、对照评定标准自评",
        Table(
            columns=(
                Column("序号", 11, is_centred=True),
                Column("四强", 11, is_centred=True),
                Column("评定标准", 55),
                Column("自评情况", 53),
                Column("自评", 13, is_centred=True),
                Column("考核", 13, is_centred=True),
            ),
            groups=tuple(
                Group(strength, tuple(_criterion(row) for row in rows))
                for strength, rows in groupby(data["criteria"], key=lambda row: row["strength"])
            ),
            closing=("", "", "参考分", "", data["own_score"], data["assessed_score"]),
            size=10.5,
        ),
    )


def _criterion(row: CriterionRow) -> tuple[str, ...]:
    return (
        row["text"],
        row["statement"],
        f"{row['own']} {_points(row['own_points'])}".strip(),
        _points(row["assessed_points"]),
    )


def _points(points: str) -> str:
    return f"{points}分" if points else ""


def _conditions(data: SelfAssessmentForm) -> Listing:
    return Listing(
        "二、不得参评情形",
        Table(
            columns=(
                Column("序号", 12, is_centred=True),
                Column("情形", 100),
                Column("支部声明", 22, is_centred=True),
                Column("核验结果", 22, is_centred=True),
            ),
            groups=(Group("", tuple((row["text"], row["declared"], row["verified"]) for row in data["conditions"])),),
            size=12.0,
        ),
    )


def _box(box: OpinionBox) -> Box:
    return Box(box["title"], box["text"], box["signed_by"], _date(box["dated_on"]))


def _date(iso: str) -> str:
    return chinese_date(iso) if iso else ""
