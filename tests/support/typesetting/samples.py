"""Facts of documents, plain and made to hurt."""

from typing import Any

from evaluation.typesetting import typeset
from evaluation.typesetting.letter import Letter

ORGANISATION = "中共平顶山市委组织部"
COMMITTEE = "中共平顶山市委市直机关工作委员会"
LONG = "平顶山市自然资源和规划局国土空间用途管制与生态保护修复综合事务服务中心机关委员会"
TITLE_70 = (
    "关于进一步加强全市机关党支部标准化规范化建设着力打造政治功能强支部班子强党员队伍强作用发挥强的"
    "“四强”党支部并切实做好二〇二五年度评定的通知"
)
CORRECTED = {
    "number": "平组通〔2026〕11号",
    "dated_on": "2026-06-30",
    "title": f"{ORGANISATION} {COMMITTEE}关于命名2025年度平顶山市机关“四强”党支部的通报",
}
UNITS = ("平顶山市财政局", "平顶山市发展和改革委员会", "平顶山市自然资源和规划局", "平顶山市人民检察院")


def units(total: int) -> list[dict[str, Any]]:
    """`total` branches in units of one to four."""
    result: list[dict[str, Any]] = []
    while total:
        number = len(result)
        size = min(1 + number * 7 % 4, total)
        name = UNITS[number % 4] + (f"第{number}分局" if number >= 4 else "")
        result.append({"unit": name, "branches": ["办公室党支部", *(f"机关第{n}党支部" for n in range(2, size + 1))]})
        total -= size
    return result


def naming(total: int = 23, **changes: Any) -> dict[str, Any]:
    facts = {
        "issuers": [ORGANISATION, COMMITTEE],
        "number": "平组通〔2026〕12号",
        "dated_on": "2026-07-01",
        "recipients": [
            "各县（市、区）党委组织部",
            "城乡一体化示范区党工委组织部、高新区党群工作部",
            "市直各单位机关党委（总支、支部）",
        ],
        "copies_to": ["市委办公室", "市纪委监委机关", "市委宣传部"],
        "printed_by": f"{COMMITTEE}办公室",
        "printed_on": "2026-07-01",
        "year": 2025,
        "units": units(total),
    }
    return facts | changes


PARAGRAPHS = (
    "一、总体要求",
    "（一）把“政治功能强”摆在首位",
    "严格落实“三会一课”、主题党日、组织生活会、民主评议党员、谈心谈话、述职评议等基本制度（含《中国共产党支部工作条例（试行）》"
    "规定的其他制度），自2025年1月1日起，全年开展活动不少于12次，参加率达到95%以上；对“一般”“较差”等次的，限30日内整改。",
    "1. 各单位要“抓两头带中间”——推动后进赶先进、中间争先进、先进更前进，联系人：王喆，电话：0375-2660000。",
    "各级机关党组织要把建设“四强”党支部作为全面从严治党的有力抓手，坚持从“一把手”所在的“第一支部”抓起，推动人财物向基层倾斜……",
)


def letter(facts: dict[str, Any], kind: str = "naming") -> Letter:
    composed = typeset.compose(kind, facts)
    assert isinstance(composed, Letter)
    return composed


HURTFUL = {
    "1 branch": naming(1),
    "2 branches": naming(2),
    "9 branches": naming(9),
    "22 branches": naming(22),
    "23 branches": naming(23),
    "126 branches": naming(126),
    "name of 40": naming(12, issuers=[LONG], units=[{"unit": LONG, "branches": [LONG, "“甲”（乙）《丙》党支部"] * 6}]),
    "joint with a name of 40": naming(5, issuers=[ORGANISATION, LONG]),
    "title of 12": naming(5, title="关于命名四强党支部的通报"),
    "title of 70": naming(5, title=TITLE_70),
    "three organs": naming(9, issuers=[ORGANISATION, "中共平顶山市委宣传部", COMMITTEE]),
    "four organs": naming(9, issuers=[ORGANISATION, "中共平顶山市委宣传部", "中共平顶山市委统战部", COMMITTEE]),
    "five organs": naming(
        9, issuers=[ORGANISATION, "中共平顶山市委宣传部", "中共平顶山市委统战部", "平顶山市财政局", COMMITTEE]
    ),
    "one organ": naming(9, issuers=[COMMITTEE]),
    "eleven recipients": naming(
        9, recipients=[f"平顶山市第{n}工作委员会机关党委（总支、支部）" for n in "一二三四五六七八九十百"]
    ),
    "recipients that fill the page": naming(
        9, recipients=[f"平顶山市第{n}工作委员会机关党委（总支、支部）" for n in "一二三四五六七八九十百"] * 2
    ),
    "rare names": naming(
        units=[{"unit": "平顶山市喆昇局", "branches": ["王喆祎工作室党支部", "李䶮班组党支部", "机关党支部"]}]
    ),
    "without seal": naming(3, is_sealed=False),
    "without seal, one short organ": naming(3, is_sealed=False, issuers=["市直工委"]),
    "title of words": naming(5, title="关于开展全市党务干部队伍能力素质提升专项行动优秀案例征集评选活动的通知"),
    "no copies": naming(3, copies_to=[]),
    "long 印发机关": naming(3, printed_by=f"{LONG}办公室"),
    "印发机关 of 21": naming(3, printed_by="中共平顶山市委市直机关工作委员会综合办公室", printed_on="2026-12-31"),
    "not printed": naming(3, copies_to=[], printed_by="", printed_on=""),
    "supplementary, correcting": naming(3, is_supplementary=True, corrects=CORRECTED),
}

PAPER = {
    "issuers": ["中共平顶山市财政局党组"],
    "number": "平财党〔2026〕3号",
    "dated_on": "2026-01-20",
    "recipients": ["市委市直机关工委"],
    "copies_to": [],
    "printed_by": "",
    "printed_on": "",
    "year": 2025,
}


def recommendation(chosen: int = 2, **changes: Any) -> dict[str, Any]:
    facts = {
        "unit": "平顶山市财政局",
        "signer": "王喆祎",
        "contact": "李芳",
        "telephone": "0375-2660000",
        "base": 31,
        "ratio": "10%",
        "cap": 3,
        "meeting": {
            "held_on": "2026-01-15",
            "chair": "王喆祎",
            "expected": 7,
            "present": 6,
            "minutes": "平财纪〔2026〕2号",
        },
        "assessed": 12,
        "branches": [
            {
                "branch": f"机关第{n}党支部",
                "secretary": "张明",
                "members": 9,
                "score": "96.0",
                "is_first_branch": n == 1,
            }
            for n in range(1, chosen + 1)
        ],
    }
    return PAPER | facts | changes


def appraised(facts: dict[str, Any]) -> dict[str, Any]:
    """With 综合考评意见 of different length on each branch, in one paragraph or two."""
    opinion = "经党组会议审议，该支部政治功能强、支部班子强、党员队伍强、作用发挥强，年度任务全面完成，群众满意度98.5%，同意推荐。"
    for number, row in enumerate(facts["branches"]):
        row["appraisal"] = [opinion * (number % 3 + 1), "下一步继续加强品牌建设。"][: number % 2 + 1]
    return facts


def assessment(branches: int = 12, **changes: Any) -> dict[str, Any]:
    """Of a whole unit: opinions of one paragraph or two, of different length."""
    opinion = "组织生活制度健全，党员作用发挥较好，全年为企业办理减负事项31件；对照标准，学习教育还不够经常。"
    facts = {
        "issuers": ["中共平顶山市财政局机关委员会"],
        "recipients": ["局党组"],
        "unit": "平顶山市财政局",
        "team": ["李芳", "张明", "赵祎"],
        "opened_on": "2025-12-01",
        "concluded_on": "2025-12-25",
        "total": 31,
        "disqualified": 1,
        "unfinished": 0,
        "branches": [
            {
                "branch": f"中共平顶山市财政局第{n}支部委员会",
                "conclusion": "暂不建议推荐" if n % 4 == 0 else "建议推荐",
                "opinion": [opinion * (n % 4 + 1), "下一步继续加强品牌建设。"][: n % 2 + 1],
            }
            for n in range(1, branches + 1)
        ],
    }
    return PAPER | facts | changes


def branch_assessment(**changes: Any) -> dict[str, Any]:
    """On one branch, with its mark, as it was made until the unit had one paper."""
    row = {"branch": "第4党支部", "visited_on": "2025-12-05", "score": "95.5", "is_disqualified": False}
    facts = assessment(1) | {"branches": [row | {"opinion": "组织生活制度健全，建议推荐。"}]}
    return {name: facts[name] for name in facts if name not in ("disqualified", "unfinished")} | changes


def public_notice(total: int = 30, **changes: Any) -> dict[str, Any]:
    facts = {
        "issuers": [ORGANISATION, COMMITTEE],
        "number": "",
        "dated_on": "2026-06-01",
        "recipients": [],
        "units": units(total),
        "opens_on": "2026-06-02",
        "closes_on": "2026-06-08",
        "working_days": 5,
        "telephone": "0375-2660000",
        "department_telephone": "0375-2660001",
        "address": "平顶山市新城区公正路市委办公楼（邮编：467000）",
    }
    return PAPER | facts | changes


def progress_brief(units: int = 71, **changes: Any) -> dict[str, Any]:
    names = ("市纪委监委机关", "市委统战部", "市住房和城乡建设局", "市地方金融监督管理局", "团市委")
    facts = {
        "issuers": [COMMITTEE],
        "year": 2026,
        "dated_on": "2026-12-04",
        "shares": [
            {"name": name, "label": label, "count": count}
            for name, label, count in (
                ("none", "未开始", 301),
                ("doing", "填写中", 167),
                ("applied", "已申请", 13),
                ("assessed", "已考核", 12),
                ("out", "不申请、退出、不得参评", 1),
            )
        ],
        "applied": 25,
        "without_team": 41,
        "stops": [
            {"label": label, "day_on": day}
            for label, day in (
                ("支部自评开始", "2026-10-14"),
                ("名额基数日", "2026-10-31"),
                ("自评截止", "2026-12-10"),
                ("考核截止", "2026-12-18"),
                ("推荐截止", "2026-12-28"),
                ("联合推荐截止", "2027-01-12"),
                ("命名", "2027-07-01"),
            )
        ],
        "today": 0.336,
        "upcoming": {"what": "自评截止", "day_on": "2026-12-10", "days": 6, "working_days": 4},
        "units": [
            {
                "unit": f"{names[n % 5]}{n // 5 or ''}",
                "total": 1 + n * 7 % 40,
                "applied": n % 3,
                "assessed": n % 2 and n % 3,
            }
            for n in range(units)
        ],
        "telephone": "0375-2660000",
    }
    return facts | changes


REPLY = {"contact": "李䶮", "telephone": "0375-2660000"}
LETTER = PAPER | REPLY | {"issuers": [COMMITTEE], "number": "平直工函〔2026〕8号", "recipients": ["平顶山市财政局党组"]}

PLAQUE_LETTER = LETTER | {
    "branch": "机关第三党支部",
    "title_year": 2023,
    "plaque_number": "2023-045",
    "decision": "平组通〔2026〕13号",
    "returned_by": "2026-07-31",
    "place": "市委市直机关工委组织科",
}
REMINDER_LETTER = LETTER | {
    "task": "2025年度平顶山市机关“四强”党支部推荐名单",
    "due_on": "2026-01-31",
    "extended_to": "2026-02-05",
}
REVOCATION = naming(2) | {
    "number": "平组通〔2026〕13号",
    "returned_by": "2026-07-31",
    "titles": [
        {
            "unit": one["unit"],
            "branch": branch,
            "title_year": 2023,
            "decision": "平组通〔2024〕21号",
            "plaque_number": "2023-045" if number else "",
            "grounds": ["方案第二部分第8项：组织生活", "方案第四部分（四）：经复查复核撤销"][number:],
        }
        for one in units(2)
        for number, branch in enumerate(one["branches"])
    ],
}
REINSPECTION = (
    PAPER
    | REPLY
    | {
        "unit": "平顶山市财政局",
        "signer": "王喆祎",
        "branches": [
            {"branch": "机关第一党支部", "title_year": 2023, "is_kept": True, "reason": "符合标准。"},
            {
                "branch": "机关第三党支部",
                "title_year": 2024,
                "is_kept": False,
                "reason": "组织生活不正常，长期未整改。",
            },
        ],
    }
)
DEVIATING = REINSPECTION | {
    "branches": [
        *REINSPECTION["branches"][:1],
        {
            **REINSPECTION["branches"][1],
            "deviations": [
                f"标准{number}（组织生活）：全年有五个月没有按规定开展组织生活，经提醒仍未整改。" for number in (8, 9)
            ],
            "grounds": ["标准第8项", "情形（四）通报问责"],
        },
    ]
}
MINUTES = naming(1) | {
    "issuers": ["市委市直机关工委"],
    "mark": ["平顶山市机关“四强”党支部考核评定组会议纪要"],
    "number": "〔2026〕3号",
    "recipients": [],
    "held_on": "2026-06-08",
    "place": "市委二楼会议室",
    "chair": "王喆",
    "items": [
        {"topic": "听取考核评定情况汇报", "conclusion": "会议认为，各单位推荐的党支部总体符合标准。" * 9},
        {"topic": "研究拟命名名单", "conclusion": "会议同意将30个党支部列为拟命名对象，按程序公示。"},
    ],
    "present": ["王喆", "李芳", "张明", "赵祎", "钱昇", "孙丽", "周强", "吴刚", "郑华", "冯军"],
    "absent": ["陈东"],
    "attending": ["褚西", "卫南"],
}

LONG_REASON = REINSPECTION | {
    "branches": [
        REINSPECTION["branches"][0],
        REINSPECTION["branches"][1]
        | {"reason": "该支部班子长期不健全，组织生活不经常，党员作用发挥不明显，群众意见较多。" * 14},
        REINSPECTION["branches"][0],
    ]
}

OTHERS = {
    "recommendation": ("recommendation", recommendation()),
    "recommendation with opinions": ("recommendation", appraised(recommendation(12))),
    "recommendation of the pool": ("recommendation", appraised(recommendation(1, base=8, cap=0, is_pooled=True))),
    "recommendation of nobody in the pool": ("recommendation", recommendation(0, base=8, cap=0, is_pooled=True)),
    "recommendation of nobody": ("recommendation", recommendation(0)),
    "recommendation of 40, printed": (
        "recommendation",
        recommendation(40, printed_by="平顶山市财政局办公室", printed_on="2026-01-20", copies_to=["市委组织部"]),
    ),
    "assessment of one branch, of old": ("assessment", branch_assessment()),
    "assessment of a unit with one branch": ("assessment", assessment(1, disqualified=0)),
    "assessment not numbered": ("assessment", assessment(3, number="", printed_by="", copies_to=[])),
    "assessment of 60": ("assessment", assessment(60, team=["李芳"], unfinished=2, corrects=CORRECTED)),
    "assessment": ("assessment", assessment()),
    "public notice": ("public_notice", public_notice()),
    "public notice of old, numbered": ("public_notice", public_notice(3, number="平组通〔2026〕9号")),
    "public notice with mail": ("public_notice", public_notice(3, email="sqdzb@example.org")),
    "reinspection": ("reinspection", REINSPECTION),
    "reinspection with a reason of more than a page": ("reinspection", LONG_REASON),
    "reinspection with deviations": ("reinspection", DEVIATING),
    "revocation": ("revocation", REVOCATION),
    "revocation of old": ("revocation", {key: REVOCATION[key] for key in REVOCATION if key != "titles"}),
    "plaque_letter": ("plaque_letter", PLAQUE_LETTER),
    "plaque letter as a 通知": (
        "plaque_letter",
        PLAQUE_LETTER
        | {"is_order": True, "decision_title": CORRECTED["title"].replace(" ", "、"), "telephone": "", "contact": ""},
    ),
    "plaque letter with copies": ("plaque_letter", PLAQUE_LETTER | {"copies_to": ["市委组织部"]}),
    "reminder_letter": ("reminder_letter", REMINDER_LETTER),
    "reminder without extension": ("reminder_letter", REMINDER_LETTER | {"extended_to": ""}),
    "minutes": ("minutes", MINUTES),
    "minutes not numbered": ("minutes", MINUTES | {"number": ""}),
}
