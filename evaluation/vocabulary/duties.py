"""What people owe, each thing once: its words, how long before its day it is reminded of, and who may urge others to it.

The value is stored in reminders: a duty keeps it, whatever its words become.
"""

from enum import StrEnum
from typing import Self

EARLY, NEAR, SHORT = (14, 7, 3, 1, 0), (7, 3, 1, 0), (3, 1, 0)


class Urger(StrEnum):
    """Who may urge those one tier below (催办)."""

    NOBODY = "nobody"
    UNIT = "unit"
    CITY = "city"


class Duty(StrEnum):
    """Something a person owes. `stages` are working days before the last one of its deadline."""

    label: str
    stages: tuple[int, ...]
    urger: Urger

    def __new__(cls, value: str, label: str, stages: tuple[int, ...] = EARLY, urger: Urger = Urger.NOBODY) -> Self:
        duty = str.__new__(cls, value)
        duty._value_ = value
        duty.label, duty.stages, duty.urger = label, stages, urger
        return duty

    # 方案 四（一）
    SELF_ASSESS = "self_assessment", "填写自评", EARLY, Urger.UNIT
    # 方案 四（二）
    FORM_TEAM = "team", "成立考核组", NEAR, Urger.CITY
    COMPLETE_TEAM = "complete_team", "增加考核组成员", NEAR, Urger.CITY
    SCORE = "score", "评分", NEAR, Urger.UNIT
    CONCLUDE = "conclude", "提交考核意见", EARLY, Urger.CITY
    DRAW_UP_OPINION = "draw_up_opinion", "汇总考核意见", ()
    ANSWER_RETURN_REQUEST = "return_request", "办理支部退回修改的请求", NEAR
    CONSIDER_MATTER = "unit_matter", "逐个支部确认单位事项"
    SETTLE_FINDING = "finding", "办理核验结论和暂缓"
    # 方案 四（三）
    RECOMMEND = "recommend", "报送推荐名单", EARLY, Urger.CITY
    PICK_FROM_POOL = "pool", "选定联合推荐", NEAR
    FREE_LIST = "free_list", "办理退回后逾期的推荐名单"
    # 方案 四（四）
    FORM_PANEL = "panel", "组成考核评定组"
    EVALUATE = "evaluate", "考核评定候选支部"
    CONSULT = "consult", "协商意见不一致的候选支部"
    PROPOSE = "propose", "列入拟命名或不予命名"
    FREEZE = "freeze", "冻结拟命名名单"
    PROCLAIM = "proclaim", "发布命名决定"
    SIGN = "sign", "会签", SHORT
    CHECK_TEXT = "check_text", "核稿", SHORT
    MEND_TEXT = "mend_text", "修改退回的文稿", SHORT
    RECORD_CONSENT = "record_consent", "登记签发", SHORT
    SETTLE_OBJECTION = "objection", "办理公示异议"
    # 方案 四，复查与复核
    REINSPECT = "reinspect", "复查已命名支部"
    REPORT = "report", "报送复查情况"
    REINSPECT_AND_REPORT = "reinspect_and_report", "复查已命名支部并报送", EARLY, Urger.CITY
    REVIEW = "review", "复核已命名支部"
    REVOKE = "revoke", "办理撤销决定"
    SETTLE_CORRECTION = "correction", "确认更正命名后的核实结论"
    # 方案 五（一）
    OPEN_CYCLE = "open_cycle", "启动年度"
    FILL_SETTINGS = "settings", "补齐站点设置"
    NAME_ORGANS = "organ_names", "核对公文用的全称和机关代字"
    CONFIRM_YEAR_CHANGE = "year_change", "确认年度变更", NEAR
    OPEN_RECOMMENDATION = "open_recommendation", "开启推荐环节"
    OVERSEE_BRANCHES = "oversee", "督促支部提交自评", SHORT, Urger.CITY
    OVERSEE_ASSESSMENT = "oversee_assessment", "督促单位完成考核"
    OVERSEE_RECOMMENDATION = "oversee_recommendation", "督促单位完成推荐"
    PASS_ON_ARRANGEMENT = "pass_on", "下发工作安排"
    READ_ARRANGEMENT = "read_arrangement", "阅读工作安排", ()
    CONFIRM_COPY = "confirm_copy", "确认正本"
    RECEIVE_DOCUMENT = "receive_document", "签收公文", ()
    ANSWER_HALF_YEAR = "half_year_answer", "填报半年督查", NEAR, Urger.UNIT
    SUM_UP_HALF_YEAR = "half_year_summary", "报送半年督查小结", NEAR, Urger.CITY
    # 方案 五（二）、（三）
    HAND_BACK_PLAQUE = "plaque", "交回牌匾"
    COLLECT_PLAQUES = "collect_plaques", "收回牌匾"
    MAKE_PLAQUES = "make_plaques", "制作牌匾"
    ISSUE_PLAQUES = "issue_plaques", "发放牌匾"
    GRANT_SUBSIDIES = "subsidies", "登记经费补助"
    WRITE_METHOD = "method", "撰写支部工作法"
    CHOOSE_METHODS = "choose_methods", "遴选党支部工作法"
    # D25
    CONFIRM_SUCCESSION = "succession", "确认支部变更"
    REPORT_SUCCESSION_AGAIN = "succession_again", "重新申报支部变更"
    # D40
    FILL_POST = "fill_post", "补齐无人可办的职务"
    # The site itself.
    IMPORT_REGISTER = "register", "导入党支部名册"
    APPOINT_SECRETARIES = "appoint", "为党支部指定书记账号"
    AGREE_TO_POSTS = "agree_posts", "同意任职提请"
    CONFIRM_POSTS = "confirm_posts", "确认任职提请"
    TELL_WORDS = "words", "告知开通口令"
    CONFIRM_CHANGES = "changes", "确认更改"
    CONFIRM_SYSTEM_KEYS = "system_keys", "确认接口密钥"
    REPLACE_SYSTEM_KEYS = "system_keys_expire", "更换即将到期的接口密钥"
    LOOK_INTO_GUESSING = "guessing", "查看登录异常"
    RESTART_CLOCK = "clock", "重新启动后台程序"
    SETTLE_DEAD_LETTERS = "dead", "处理发送失败的消息"
