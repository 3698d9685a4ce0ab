"""What a person is told before and after each move, and how it can be undone."""

from branches.names import WORK_COMMITTEE
from evaluation.vocabulary import Action

BEFORE = {
    Action.APPLY: "提交后，自评内容交给机关党组织考核，不能再修改。",
    Action.NOT_APPLY: "记录本支部今年不申请。自评截止前可以恢复。",
    Action.RESUME: "恢复后可以继续填写自评并提交申请。",
    Action.RECALL: "撤回后可以修改自评，修改完须重新提交。",
    Action.SEND_BACK: "退回后由对方在您指定的日期前补正，再重新提交。已提交的一稿会保留。",
    Action.CONCLUDE: "提交后不能再修改。全单位考核完，各支部的考核意见汇总成一份，报党组（党委）审议。",
    Action.FORWARD: (
        f"推送后由{WORK_COMMITTEE}在联合推荐中选定，同时生成推荐报告。"
        "每个单位限推送一个支部；推送后，本单位的自评和考核不再变动。"
    ),
    Action.TAKE_BACK: "收回后该支部回到“已考核”，可以改推送其他支部。已生成的推荐报告作废。",
    Action.RECOMMEND: "占用一个推荐名额。",
    Action.UNRECOMMEND: "取消后空出一个推荐名额。",
    Action.PROPOSE: "列入拟命名名单，名单冻结后由双方签署。",
    Action.RETRACT: "撤出拟命名名单，回到“已推荐”。",
    Action.DECLINE: "双方均不同意命名，该支部本年度不命名。",
    Action.REOPEN: "撤销不予命名，回到“已推荐”重新评定。",
    Action.WITHDRAW: "退出后，该支部不再参加本年度评定，不能恢复，下一年度可以重新申请。",
    Action.REINSTATE: "恢复到取消资格以前的环节，按您指定的期限继续。原来的推荐名额不保留，须重新推荐。",
}

UNDO = {
    Action.APPLY: "考核组成立前、自评截止前，可以自己撤回。",
    Action.WITHDRAW: "请核对支部名称后再办理。",
    Action.DECLINE: "年度结束前可以重新评定。",
}

AFTER = {
    Action.APPLY: "机关党组织将组织考核，结果会出现在办理经过里。",
    Action.SEND_BACK: "已记下退回理由和补正日期。",
    Action.CONCLUDE: "全单位考核完后，汇总成一份考核意见报党组（党委）。",
    Action.FORWARD: f"由{WORK_COMMITTEE}选定。",
}

MAY_CARRY_A_NOTE = frozenset({Action.RECALL, Action.RECOMMEND, Action.UNRECOMMEND, Action.PROPOSE})
