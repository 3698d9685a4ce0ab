"""What people do with official documents: correct one, write a letter or minutes, print many at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit
from branches.jobs import steps as jobs_steps
from branches.models import Job, User
from evaluation.advance import Refused
from evaluation.documents import queries as documents_queries
from evaluation.documents import series as document_series
from evaluation.documents.corrections import corrected, first_edition, named_otherwise
from evaluation.documents.queue import PRINT
from evaluation.models import Notice

MOST = 3000
"""Documents printed at once."""


@transaction.atomic
def correct(
    notice: Notice,
    *,
    by: User,
    reason: str,
    values: Mapping[str, Any],
    wrong: str = "",
    right: str = "",
    number: str = "",
) -> Notice:
    """Issue a new document in place of `notice`, which stays as it is and says by which it was corrected (D35)."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if not documents_queries.may_correct(by, notice):
        if hasattr(notice, "corrected_by"):
            raise Refused("这份公文刚刚已被更正，请在更正后的公文上办理。")
        if hasattr(notice, "voiding"):
            raise Refused("这份公文已作废，不能更正。")
        raise PermissionDenied
    if documents_queries.is_corrected_by_text(notice):
        raise Refused("这份公文由两个单位联合制发，更正要先拟稿，再按规定核稿、签署。请从公文页面办理更正。")
    if not reason.strip():
        raise Refused("请写明哪里有误、依据是什么。")
    if why := named_otherwise(notice, wrong.strip(), right.strip()):
        raise Refused(why, field="right")
    made = corrected(
        notice,
        by=by,
        reason=reason.strip(),
        values=values,
        wrong=wrong.strip(),
        right=right.strip(),
        number=number.strip(),
    )
    if made is None:
        raise Refused("更正前后没有不同：原文中没有找到要更正的文字，其他内容也没有修改。")
    audit.record("更正公文", made, by=by, corrects=notice.pk, notice=made.pk, reason=reason.strip())
    return made


@transaction.atomic
def give_number(notice: Notice, *, by: User, number: str, signer: str = "") -> Notice:
    """The first edition of a paper, in place of its working print: same words, with number and red head."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if not documents_queries.may_number(by, notice):
        if notice.number or hasattr(notice, "corrected_by"):
            raise Refused("这份公文已经编号或者已有新的一份，请刷新页面。")
        raise PermissionDenied
    if not number.strip() or document_series.is_unfinished(number.strip()):
        raise Refused("请照发文登记填写完整的发文字号。")
    if notice.kind in document_series.OF_UNITS and not signer.strip():
        raise Refused("上行文要写明签发人。", field="signer")
    made = first_edition(notice, by=by, number=number.strip(), signer=signer.strip())
    audit.record("公文编号", made, by=by, notice=made.pk, number=made.number)
    return made


@transaction.atomic
def print_together(title: str, ids: Sequence[int], *, by: User) -> Job:
    """Ask for one PDF of these documents; all of them must be the person's to see."""
    if not ids:
        raise Refused("没有可以打印的公文。")
    if len(ids) > MOST:
        raise Refused(f"一次最多合并{MOST}份，现有{len(ids)}份。请缩小筛选范围。")
    if documents_queries.visible(by).filter(pk__in=ids).count() != len(set(ids)):
        raise PermissionDenied
    return jobs_steps.ask(PRINT, f"{title}（{len(ids)}份）", {"notices": list(ids)}, total=len(ids), by=by)
