"""The import of earlier titles as a job: a short file while the clerk waits, a longer one by a worker."""

from django.db import transaction

from branches.jobs import imports, looking, working
from branches.jobs.kinds import Kind
from branches.models import Job, User
from branches.refusals import Conflict, Refusal
from branches.spreadsheet import waiting
from evaluation.honours.steps import register as register_steps
from evaluation.honours.steps.looking import HONOURS

IMPORT = Kind("import_honours", "imports")
STALE = "登记在您核对期间有改动。请再核对一遍。"


def ask(ticket: str, *, shown: str, by: User) -> Job:
    """Have a waiting file imported. `shown`: the fingerprint of what the clerk had before him."""
    payload = {"ticket": ticket, "expected": shown}
    if looking.seen(ticket, by=by):
        return looking.ask_import(IMPORT, HONOURS, ticket, payload, by=by)
    data, name = waiting.take(ticket, by=by)
    job = working.begun(IMPORT, f"导入以往称号：{name}", payload, lines=imports.lines_in(data, HONOURS.layout), by=by)
    if job.failure:
        raise Conflict(job.failure)
    return job


def run(job: Job) -> None:
    """The handler: all titles and the end of the job, or none."""
    data, name = imports.file_of(job)
    with transaction.atomic():
        done = register_steps.import_honours(data, by=job.by, expected=job.payload["expected"], name=name)
        if done.is_stale:
            looking.again(HONOURS, job)
            raise Refusal(STALE)
        if done.problems:
            raise Refusal(f"有{len(done.problems)}处要改，没有登记任何称号。请改好后重新上传。")
        working.finish(job, outcome=f"已登记{done.created}个以往称号。", leads_to="/honours/")
    waiting.drop(job.payload["ticket"], by=job.by)


working.handle(IMPORT, run)
