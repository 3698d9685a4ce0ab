"""Forms of the settings: what is typed is tidied, and said plainly where it cannot stand in a document."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from branches.models import Setting, Unit
from branches.names import CITY
from branches.pages.fields import Choice, Plain
from branches.settings import queries as settings_queries

_NUMBER = r"(?:(?:0\d{2,3}-?)?\d{7,8}(?:转\d{1,6})?|1\d{10})"
_PHONE = re.compile(f"{_NUMBER}(?:、{_NUMBER})*")
_FULL_NAME = re.compile(r"[〇\u4e00-\u9fff（）“”·、]{4,50}")
_CODE = re.compile(r"[〇\u4e00-\u9fff]{2,8}")
_SUFFIXES = ("函", "纪")
_WITHOUT_YEAR = "只写汉字，如“平财党”；年份由系统填，序号照本机关发文登记。"


class _Tidy(forms.CharField):
    """Without any space, figures and hyphens in half width; one of the site may be filled in later."""

    def __init__(self, name: Setting.Name, *, max_length: int, help_text: str = "") -> None:
        super().__init__(label=name.label, max_length=max_length, required=False, help_text=help_text)

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class _Phone(_Tidy):
    def to_python(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", super().to_python(value))
        return re.sub(r"[—–‐]", "-", typed).replace(",", "、").replace(";", "、").replace("/", "、")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not _PHONE.fullmatch(value):
            raise ValidationError("联系电话请写成0375-2662345或13800000000的样子，分机前写“转”，几部电话用“、”隔开")


class _FullName(_Tidy):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not _FULL_NAME.fullmatch(value):
            raise ValidationError(f"{self.label}请写规范的全称，4至50个汉字，不用数字和字母")


class _Code(_Tidy):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not _CODE.fullmatch(value):
            raise ValidationError(f"{self.label}只写2至8个汉字，不带年份、序号和括号")
        if value.endswith(_SUFFIXES):
            raise ValidationError(f"{self.label}不用带“函”“纪”，系统按文种自动加上")


class _Picked(Choice):
    """One of the few values of a setting; left out, what holds without any choice."""

    def __init__(self, name: Setting.Name, *, help_text: str) -> None:
        self.name = name
        super().__init__(
            label=name.label,
            choices=list(settings_queries.CHOICES[name].items()),
            required=False,
            initial=settings_queries.DEFAULTS[name],
            help_text=help_text,
        )

    def clean(self, value: Any) -> str:
        return super().clean(value) or settings_queries.DEFAULTS[self.name]


class SiteForm(Plain, forms.Form):
    """What stands in public notices and letters, and how the two municipal bodies sign."""

    phone = _Phone(
        Setting.Name.PHONE, max_length=60, help_text="印在公示和函件上，如0375-2662345；几部电话用“、”隔开。"
    )
    address = _Tidy(Setting.Name.ADDRESS, max_length=60, help_text="公示期间接收来信、接待来访的地点。")
    organisation_department_name = _FullName(Setting.Name.ORGANISATION_DEPARTMENT_NAME, max_length=50)
    organisation_department_code = _Code(
        Setting.Name.ORGANISATION_DEPARTMENT_CODE, max_length=8, help_text=_WITHOUT_YEAR
    )
    organisation_department_phone = _Phone(
        Setting.Name.ORGANISATION_DEPARTMENT_PHONE,
        max_length=60,
        help_text="公示印两个单位的受理电话。不填，公示时取该部经办人账号上的电话。",
    )
    work_committee_name = _FullName(Setting.Name.WORK_COMMITTEE_NAME, max_length=50)
    work_committee_code = _Code(Setting.Name.WORK_COMMITTEE_CODE, max_length=8, help_text=_WITHOUT_YEAR)

    lead_body = _Picked(Setting.Name.LEAD_BODY, help_text="联合行文时署名在前，编发文字号，作印发机关。")
    drafting = _Picked(
        Setting.Name.DRAFTING,
        help_text="启用后，公示、命名决定、撤销决定先在系统里拟稿，由另一人核稿；双方签署名单和文稿，登记负责人的签发日期后才能发布。不启用，用标准文本。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_optional = False  # it can wait, but not for ever

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if 0 < len(address) < 4:
            raise ValidationError("联系地址请写到门牌号或楼号，让人找得到")
        return address


def looks_short(name: str) -> bool:
    """Whether a body of the Party is called as people call it, not as it signs: 市民政局党组."""
    return not name.startswith(f"中共{CITY}")


class UnitForm(Plain, forms.Form):
    """How the two bodies of a unit sign their documents. Left empty: as the register calls them, without 机关代字."""

    organ_organisation_name = _FullName(Setting.Name.ORGAN_ORGANISATION_NAME, max_length=50)
    organ_organisation_code = _Code(Setting.Name.ORGAN_ORGANISATION_CODE, max_length=8)
    leading_group_name = _FullName(Setting.Name.LEADING_GROUP_NAME, max_length=50)
    leading_group_code = _Code(Setting.Name.LEADING_GROUP_CODE, max_length=8)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known, example in (
            ("organ_organisation_name", unit.organ_organisation, f"中共{CITY}民政局机关委员会"),
            ("leading_group_name", unit.leading_group, f"中共{CITY}民政局党组”，市委部门如“中共{CITY}委宣传部部务会"),
        ):
            doubt = f"这像是简称，公文要写全称，如“{example}”。" if looks_short(known) else ""
            self.fields[name].help_text = f"不填，公文上写“{known}”。{doubt}"
        for name in ("organ_organisation_code", "leading_group_code"):
            self.fields[name].help_text = f"{_WITHOUT_YEAR}没有机关代字的不填，文号由本单位自编。"
