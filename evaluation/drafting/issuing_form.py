"""发文稿纸: what goes to both leaders on paper or as a picture in the OA, with everything known filled in."""

from branches import clock
from branches.models import User
from branches.settings import queries as settings_queries
from evaluation.drafting import queries as drafting_queries
from evaluation.models import DocumentText, Notice, fingerprints
from evaluation.typesetting.form import Form
from evaluation.typesetting.kinds import issuing_form, naming, revocation


def form(text: DocumentText) -> Form:
    check, facts = drafting_queries.standing(text).check, text.facts
    lead, other = settings_queries.both_bodies()
    checked: User | None = check.by if check and check.is_passed else None
    return issuing_form.compose(
        {
            "title": facts["title"].split("\n"),
            "recipients": facts["recipients"],
            "copies_to": facts["copies_to"],
            "printed_by": facts["printed_by"],
            "copies": facts["copies"],
            "drafted_by": text.by.name,
            "drafted_on": clock.day_of(text.at).isoformat(),
            "checked_by": checked.name if checked else "",
            "checked_on": clock.day_of(check.at).isoformat() if check and checked else "",
            "lead": lead,
            "other": other,
            "annex": _annex(text),
            "fingerprint": fingerprints.short(text.fingerprint),
        }
    )


def _annex(text: DocumentText) -> str:
    """The annexed list by the title that it is printed with, and how many it names."""
    if text.version is None:
        return ""
    is_naming = text.kind == Notice.Kind.NAMING
    title = naming.list_title(text.cycle.year) if is_naming else revocation.LIST_TITLE
    return f"{title}（{len(text.version.rows)}个支部）"
