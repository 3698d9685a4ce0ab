"""The words of the procedure with their Chinese labels. No models, no rules."""

from typing import Any

from django.db import models

from branches import names
from evaluation.vocabulary.tone import Tone as Tone

Word = models.TextChoices
"""What every state and every action is, of whatever life."""


class Step(models.TextChoices):
    """The four steps in their order (方案 四), and the closing of the year."""

    SELF_ASSESSMENT = "self_assessment", "支部自评"
    ASSESSMENT = "assessment", "机关党组织考核"
    RECOMMENDATION = "recommendation", "党组（党委）推荐"
    NAMING = "naming", "集中命名表彰"


FOUR_STEPS = tuple(Step)


class State(models.TextChoices):
    """Where a candidacy stands."""

    DRAFT = "draft", "自评中"
    NOT_APPLIED = "not_applied", "不申请"
    NOT_ANSWERED = "not_answered", "未申报"
    APPLIED = "applied", "已申请"
    ASSESSED = "assessed", "已考核"
    FORWARDED = "forwarded", "已推送联合推荐"
    RECOMMENDED = "recommended", "已推荐"
    NOT_RECOMMENDED = "not_recommended", "未推荐"
    PROPOSED = "proposed", "拟命名"
    NAMED = "named", "已命名"
    NOT_NAMED = "not_named", "未命名"
    WITHDRAWN = "withdrawn", "已退出"
    DISQUALIFIED = "disqualified", "不得参评"

    @property
    def tone(self) -> Tone:
        return _TONES[self]


_TONES: dict[Any, Tone] = {
    State.DRAFT: Tone.DOING,
    State.NOT_APPLIED: Tone.OUT,
    State.NOT_ANSWERED: Tone.OUT,
    State.APPLIED: Tone.DOING,
    State.ASSESSED: Tone.DONE,
    State.FORWARDED: Tone.PROVISIONAL,
    State.RECOMMENDED: Tone.DONE,
    State.NOT_RECOMMENDED: Tone.OUT,
    State.PROPOSED: Tone.PROVISIONAL,
    State.NAMED: Tone.HONOUR,
    State.NOT_NAMED: Tone.OUT,
    State.WITHDRAWN: Tone.OUT,
    State.DISQUALIFIED: Tone.STOP,
}


class Action(models.TextChoices):
    """A move of a candidacy. The value is the word in the URL."""

    APPLY = "apply", "提交申请"
    NOT_APPLY = "not-apply", "今年不申请"
    RESUME = "resume", "恢复申请"
    RECALL = "recall", "撤回申请"
    SEND_BACK = "send-back", "退回补正"
    CONCLUDE = "conclude", "提交考核意见"
    FORWARD = "forward", "推送联合推荐"
    TAKE_BACK = "take-back", "收回推送"
    RECOMMEND = "recommend", "推荐"
    UNRECOMMEND = "unrecommend", "取消推荐"
    PROPOSE = "propose", "列入拟命名"
    RETRACT = "retract", "撤出拟命名"
    DECLINE = "decline", "不予命名"
    REOPEN = "reopen", "重新评定"
    NAME = "name", "命名"
    WITHDRAW = "withdraw", "退出参评"
    DISQUALIFY = "disqualify", "取消参评资格"
    REINSTATE = "reinstate", "恢复参评资格"
    CEASE = "cease", "支部变更"
    CLOSE = "close", "年度结束"


class CycleState(models.TextChoices):
    DRAFT = "draft", "筹备中"
    OPEN = "open", "自评与考核"
    RECOMMENDING = "recommending", "推荐与评定"
    CLOSED = "closed", "已结束"


class SmallUnitMode(models.TextChoices):
    """What becomes of units whose own cap is 0 (D3)."""

    POOLED = "pooled", f"联合推荐：名额为0的单位合并计算名额，由{names.WORK_COMMITTEE}在各单位推送的支部中选定"
    STRICT = "strict", "从严：名额为0的单位当年不推荐"
    MIN_ONE = "min_one", "至少一名：每个单位至少1个名额（总数可能超过比例，须有书面依据）"


class ScoreTemplate(models.TextChoices):
    """How the reference score is formed (D21)."""

    GRADES = "grades", "等次折算：达到5分、基本达到3分、未达到0分"
    POINTS = "points", "逐项打分：0—5分"
    NONE = "none", "不计参考分"


class Grade(models.TextChoices):
    """How far a criterion is met (D21)."""

    MET = "met", "达到"
    PARTLY = "partly", "基本达到"
    UNMET = "unmet", "未达到"
    NOT_APPLICABLE = "n/a", "不适用"


class Strength(models.TextChoices):
    """The four strengths, five criteria each (方案 二)."""

    POLITICS = "politics", "政治功能强"
    LEADERSHIP = "leadership", "支部班子强"
    MEMBERS = "members", "党员队伍强"
    EFFECT = "effect", "作用发挥强"


class Answer(models.TextChoices):
    """The answer to a disqualifying condition; there is no default (D13)."""

    NO = "no", "无"
    YES = "yes", "有"
    PENDING = "pending", "待核实"


class Tier(models.TextChoices):
    """Who verified."""

    ORGAN = "organ", "机关党组织"
    CITY = "city", "市级考核评定组"


class Body(models.TextChoices):
    """The two municipal bodies that evaluate and sign together (方案 四（四）)."""

    WORK_COMMITTEE = "work_committee", names.WORK_COMMITTEE
    ORGANISATION_DEPARTMENT = "organisation_department", names.ORGANISATION_DEPARTMENT


class Verdict(models.TextChoices):
    NAME = "name", "同意命名"
    DECLINE = "decline", "不同意命名"


class ListState(models.TextChoices):
    OPEN = "open", "办理中"
    SUBMITTED = "submitted", "已报送"


class DecisionKind(models.TextChoices):
    NAMING = "naming", "命名"
    REVOCATION = "revocation", "撤销"


class DecisionState(models.TextChoices):
    DRAFT = "draft", "拟定中"
    FROZEN = "frozen", "已冻结待会签"
    PROCLAIMED = "proclaimed", "已发布"


class HonourState(models.TextChoices):
    STANDING = "standing", "有效"
    ON_HOLD = "on_hold", "暂缓"
    REVOKED = "revoked", "已撤销"
    LAPSED = "lapsed", "已终止"

    @property
    def tone(self) -> Tone:
        return {"standing": Tone.HONOUR, "on_hold": Tone.LOOK, "revoked": Tone.STOP, "lapsed": Tone.OUT}[self.value]


class ReinspectionState(models.TextChoices):
    """Where the yearly or special re-inspection of a title stands (方案 四, 复查与复核)."""

    DUE = "due", "待复查"
    KEEPING_SUGGESTED = "keeping_suggested", "建议保留"
    REVOCATION_SUGGESTED = "revocation_suggested", "建议撤销"
    KEPT = "kept", "继续认定"
    REVOKED = "revoked", "撤销称号"
    VOID = "void", "不再办理"

    @property
    def tone(self) -> Tone:
        return _REINSPECTION_TONES[self]


_REINSPECTION_TONES: dict[Any, Tone] = {
    ReinspectionState.DUE: Tone.TODO,
    ReinspectionState.KEEPING_SUGGESTED: Tone.DOING,
    ReinspectionState.REVOCATION_SUGGESTED: Tone.LOOK,
    ReinspectionState.KEPT: Tone.HONOUR,
    ReinspectionState.REVOKED: Tone.STOP,
    ReinspectionState.VOID: Tone.OUT,
}


class ReinspectionAction(models.TextChoices):
    """A move of a re-inspection. The value is the word in the URL."""

    SUGGEST_KEEPING = "suggest-keeping", "建议保留"
    SUGGEST_REVOCATION = "suggest-revocation", "建议撤销"
    RECONSIDER = "reconsider", "重新复查"
    REPORT = "report", "报送复查情况"
    REVIEW = "review", "复核"
    SEND_BACK = "send-back", "退回补正"
    KEEP = "keep", "继续认定"
    REVOKE = "revoke", "撤销称号"
    END = "end", "终止复查"


class Confirmation(models.TextChoices):
    """复核意见 of one municipal body."""

    KEEP = "keep", "同意保留"
    REVOKE = "revoke", "同意撤销"


class PlaqueState(models.TextChoices):
    """Where a plaque is (D24)."""

    MADE = "made", "已制作"
    ISSUED = "issued", "已发放"
    RETURNED = "returned", "已收回"
    LOST = "lost", "已遗失"

    @property
    def tone(self) -> Tone:
        return {"made": Tone.TODO, "issued": Tone.DONE, "returned": Tone.OUT, "lost": Tone.LOOK}[self.value]


class ObjectionState(models.TextChoices):
    """What became of an objection to a proposed name (D22)."""

    OPEN = "open", "核查中"
    DISMISSED = "dismissed", "不成立"
    UPHELD = "upheld", "成立"

    @property
    def tone(self) -> Tone:
        return {"open": Tone.LOOK, "dismissed": Tone.DONE, "upheld": Tone.STOP}[self.value]


class SuccessionKind(models.TextChoices):
    """支部变更 (D25, D41)."""

    RENAME = "rename", "改名"
    MERGE = "merge", "合并"
    SPLIT = "split", "分设"
    DISSOLVE = "dissolve", "撤销"
    MOVE = "move", "隶属变更"
    UNITE = "unite", "单位合并"


class SuccessionState(models.TextChoices):
    REPORTED = "reported", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "已退回"

    @property
    def tone(self) -> Tone:
        return {"reported": Tone.DOING, "confirmed": Tone.DONE, "refused": Tone.LOOK}[self.value]


class MethodState(models.TextChoices):
    """党支部工作法: written by a named branch, chosen by 市直工委 (方案 五（三）)."""

    DRAFT = "draft", "撰写中"
    SUBMITTED = "submitted", "已报送"
    SELECTED = "selected", "已入选"

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.DOING, "submitted": Tone.DONE, "selected": Tone.HONOUR}[self.value]


POINTS: dict[Any, int] = {Grade.MET: 5, Grade.PARTLY: 3, Grade.UNMET: 0}
"""Points of a grade under the default template; 不适用 is left out of the maximum."""
