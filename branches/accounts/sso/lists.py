"""A pasted list of who is who at the provider, line by line: 统一认证标识 and 账号, as two columns of a workbook."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from branches.models import ProposedBinding, User
from branches.pages.fields import Plain

_MOST = 5000


class BindingListForm(Plain, forms.Form):
    """Either every line means somebody, or nothing is put forward."""

    lines = forms.CharField(
        label="名单",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="每行一人：签发方、统一认证标识、账号，从表格复制三列粘贴。",
    )

    def clean_lines(self) -> list[ProposedBinding]:
        rows = [line.split() for line in self.cleaned_data["lines"].splitlines() if line.strip()][: _MOST + 1]
        known = {user.username: user for user in User.objects.filter(username__in=[row[-1] for row in rows])}
        faults = [f"第{n}行：{fault}" for n, row in enumerate(rows, 1) if (fault := _fault(row, known))]
        for column, what in ((1, "统一认证标识"), (2, "账号")):
            values = [row[column] for row in rows if len(row) == 3]
            faults += [f"{what}{one}写了两次。" for one in sorted(set(values)) if values.count(one) > 1]
        if len(rows) > _MOST:
            faults.append(f"一次最多{_MOST}行，请分开提交。")
        if faults:
            raise ValidationError(faults[:20])
        return [
            ProposedBinding(user=known[account], issuer=issuer, subject=subject) for issuer, subject, account in rows
        ]


def _fault(row: list[str], known: dict[str, User]) -> str:
    if len(row) != 3:
        return "应有三列：签发方、统一认证标识、账号。"
    if row[0] != settings.OIDC_ISSUER:
        return f"签发方应是{settings.OIDC_ISSUER}。"
    if len(row[1]) > 255:
        return "统一认证标识太长。"
    return "" if row[2] in known else f"没有账号{row[2]}。"
