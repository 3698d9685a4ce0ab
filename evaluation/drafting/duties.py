"""What 市直工委 owes about texts: checking another's, mending one that was returned, recording the leaders' days (D19)."""

from collections.abc import Iterator, Sequence

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse

from branches import access
from branches.models import User
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.cases.bodies import RUNNING, all_with, body_of
from evaluation.deadlines import YearDate
from evaluation.drafting import corrections
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting.queries import Standing
from evaluation.models import DocumentText
from evaluation.vocabulary import Body, DecisionState
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


def pass_texts(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """Of each document in preparation one thing at a time: check, mend, or record who signed."""
    drafting = all_with(people, Perm.NAME)
    if not drafting or not settings_queries.drafts():
        return
    for standing in _in_hand():
        for user in drafting:
            if task := _task(standing, user):
                yield user, task


def _in_hand() -> list[Standing]:
    """The newest text of each document that is not issued."""
    frozen = Q(version__decision__state=DecisionState.FROZEN) | Q(version=None, cycle__state__in=RUNNING)
    mine = frozen & Q(corrects=None) | corrections.OPEN
    rows = DocumentText.objects.filter(mine).select_related("cycle", "version", "by")
    newest: dict[tuple[int, str, int | None], DocumentText] = {}
    for text in rows.order_by("-id"):
        newest.setdefault((text.cycle_id, text.kind, text.corrects_id), text)
    unissued = (text for text in newest.values() if text.issued_as_id is None)
    found = [text for text in unissued if not drafting_queries.is_given_up(text)]
    prefetch_related_objects(found, "checks__by", "consents")
    return [_standing(text) for text in found]


def _standing(text: DocumentText) -> Standing:
    """As of one text, from rows that are read already."""
    given = {one.body: one for one in text.consents.all() if one.withdrawn_at is None}
    return Standing(text, next(iter(text.checks.all()), None), given)


def _task(standing: Standing, user: User) -> Task | None:
    text = standing.text
    kind = f"更正{text.get_kind_display()}" if text.corrects_id else text.get_kind_display()
    name, page = f"{kind}第{text.number}稿", reverse("evaluation:drafting_text", args=[text.pk])
    if standing.check is None:
        check = reverse("evaluation:drafting_check", args=[text.pk])
        owed = (Duty.CHECK_TEXT, f"核稿：{name}", "去核稿", check, f"{text.by.name}拟稿")
        return None if text.by_id == user.pk else _of(text, *owed)
    if standing.is_returned:
        owed = (Duty.MEND_TEXT, f"修改{name}", "去修改", page, f"{standing.check.by.name}退回")
        return _of(text, *owed) if text.by_id == user.pk else None
    if text.version and standing.missing:
        missing = "、".join(body.label for body in standing.missing)
        consent = reverse("evaluation:drafting_consent", args=[text.pk])
        return _of(text, Duty.RECORD_CONSENT, f"登记{name}的签发", "去登记", consent, f"还差{missing}")
    return None


def _of(text: DocumentText, duty: Duty, title: str, button: str, url: str, hint: str) -> Task:
    due = YearDate.NAMING.of(text.cycle) if text.kind == "naming" and not text.corrects_id else None
    return Task(duty, about(text.pk), title, button, url, subject=str(text.cycle), due=due, hint=hint)


def correct(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """Of each correction one thing at a time: whose body has not signed signs, then 市直工委 issues it."""
    theirs = [(user, body) for user in all_with(people, Perm.SIGN, Perm.NAME) if (body := body_of(user))]
    if not theirs:
        return
    drafts = settings_queries.drafts()
    for text in corrections.in_hand():
        standing = _standing(text)
        for user, body in theirs:
            if task := _of_correction(standing, user, body, drafts=drafts):
                yield user, task


def _of_correction(standing: Standing, user: User, body: Body, *, drafts: bool) -> Task | None:
    if standing.is_returned:
        return None if drafts else _task(standing, user)
    if drafts and not standing.is_passed:
        return None
    return _to_sign_or_issue(standing, user, body, is_dated=not (drafts and standing.text.version and standing.missing))


def _to_sign_or_issue(standing: Standing, user: User, body: Body, *, is_dated: bool) -> Task | None:
    text = standing.text
    given = {Body(one.body) for one in text.signatures.all() if one.withdrawn_at is None}
    name = f"更正{text.get_kind_display()}第{text.number}稿"
    wanted = set(Body) if text.version else set()
    if body in wanted - given and access.may(user, Perm.SIGN):
        said = f"{'、'.join(one.label for one in given)}已签" if given else "双方均未签"
        page = reverse("evaluation:drafting_sign", args=[text.pk])
        return Task(Duty.SIGN, about(text.pk), f"会签{name}", "查看后签署", page, subject=str(text.cycle), hint=said)
    if wanted <= given and is_dated and access.may(user, Perm.NAME):
        page = reverse("evaluation:drafting_issue", args=[text.pk])
        title, hint = f"制发更正后的{text.get_kind_display()}", "双方已签署" if wanted else "核稿已通过"
        return Task(Duty.PROCLAIM, about(text.pk), title, "去制发", page, subject=str(text.cycle), hint=hint)
    return None
