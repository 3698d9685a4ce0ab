"""The demo accounts: who they are and what each shows. Made by `seed_demo`, listed on the login page in demo mode only."""

from dataclasses import dataclass

from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE


@dataclass(frozen=True)
class DemoAccount:
    username: str
    label: str
    does: str


ACCOUNTS = (
    DemoAccount("secretary", "党支部书记", "自评、申请"),
    DemoAccount("organ_officer", "机关党组织经办人", "组织考核、复查"),
    DemoAccount("assessor", "考核组成员", "实地查看、评分"),
    DemoAccount("leading_group", "党组（党委）经办人", "审议、推荐"),
    DemoAccount("work_committee", WORK_COMMITTEE, "全市组织、会签"),
    DemoAccount("organisation_department", ORGANISATION_DEPARTMENT, "考核评定、会签"),
    DemoAccount("system_admin", "系统管理员", "名册与账号"),
    DemoAccount("security_admin", "安全管理员", "任职与权限"),
    DemoAccount("audit_admin", "审计管理员", "审计记录"),
)

# Two people for each act that asks for two.
SECOND_PERSONS = (
    DemoAccount("organ_officer_2", "机关党组织经办人（第二人）", "同意本单位提请的任职"),
    DemoAccount("leading_group_2", "党组（党委）经办人（第二人）", "审议、推荐"),
    DemoAccount("work_committee_2", f"{WORK_COMMITTEE}（第二人）", "确认、更正"),
    DemoAccount("organisation_department_2", f"{ORGANISATION_DEPARTMENT}（第二人）", "考核评定、会签"),
)
