"""The import of the register as a job: a short file while the clerk waits, a longer one by a worker, each whole or not at all."""

from collections.abc import Mapping

from django.db import transaction

from branches.jobs import imports, looking, working
from branches.jobs.kinds import Kind
from branches.models import Job, User
from branches.refusals import Conflict, Refusal
from branches.register import exchange
from branches.register.import_report import Report
from branches.register.looking import REGISTER
from branches.spreadsheet import waiting

IMPORT = Kind("import_register", "imports")
STALE = "名册在您核对期间有改动，结果与刚才看到的不同。请再核对一遍。"


def ask(ticket: str, answers: Mapping[str, str], *, shown: str, is_partial: bool, by: User) -> Job:
    """Have a waiting file imported with these answers. `shown`: the fingerprint of what the clerk had before him."""
    payload = {"ticket": ticket, "answers": dict(answers), "is_partial": is_partial, "expected": shown}
    if seen := looking.seen(ticket, by=by):
        wrong, asked = seen.left_out(answers)
        if not is_partial and (wrong or asked):
            raise Refusal(*_why_not(wrong, asked))
        return looking.ask_import(IMPORT, REGISTER, ticket, payload, by=by)
    data, name = waiting.take(ticket, by=by)
    job = working.begun(IMPORT, f"导入名册：{name}", payload, lines=imports.lines_in(data, REGISTER.layout), by=by)
    if job.failure:
        raise (Conflict if job.failure == STALE else Refusal)(job.failure)
    return job


def run(job: Job) -> None:
    """The handler. A part leaves the file where it is: the clerk takes back the lines that are left."""
    given = job.payload
    data, name = imports.file_of(job)
    with transaction.atomic():
        done = exchange.import_register(
            data, job.by, expected=given["expected"], name=name, part=given["is_partial"], answers=given["answers"]
        )
        if done.is_stale:
            looking.again(REGISTER, job, given["answers"])
            raise Refusal(STALE)
        if not done.is_written:
            raise Refusal(*_why_not(len(done.problems), len(done.open_doubts)))
        is_shown_again = bool(done.left) and looking.again(REGISTER, job, given["answers"])
        working.finish(job, outcome=_sentence(done), leads_to="" if is_shown_again else "/branches/")
    if not done.left:
        waiting.drop(given["ticket"], by=job.by)


def _sentence(done: Report) -> str:
    if done.left:
        return f"已导入{done.ready}行，还有{done.left}行没有导入。请取回标注好的表格，改好后再上传。"
    return f"名册已导入：新增{done.created}个党支部，更新{done.updated}个，不变{done.unchanged}个。"


def _why_not(wrong: int, asked: int) -> list[str]:
    reasons = []
    if wrong:
        reasons.append(f"有{wrong}处要改，名册没有任何改动。")
    if asked:
        reasons.append(f"还有{asked}处没有认，请逐处选择，或只导入其余的行。")
    return reasons or ["没有可以导入的行。"]


working.handle(IMPORT, run)
