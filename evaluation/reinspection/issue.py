"""复查报告 of a unit, frozen when it reports (方案 四)."""

from branches.models import User
from branches.settings import queries as settings_queries
from evaluation.documents import making
from evaluation.models import Notice, ReinspectionReport
from evaluation.typesetting.content import Reinspection
from evaluation.vocabulary import ReinspectionState


def reinspection_report(report: ReinspectionReport, *, by: User, number: str = "", signer: str = "") -> Notice:
    """Each report is a document of its own: a later one tells of other titles, or of the same ones again (D27)."""
    return making.make(
        Notice.Kind.REINSPECTION,
        facts(report, by, signer),
        by=by,
        number=number,
        cycle=report.cycle,
        report=report,
        unit=report.unit,
    )


def facts(report: ReinspectionReport, by: User, signer: str) -> Reinspection:
    unit = report.unit
    return {
        **making.paper(
            [settings_queries.organ_organisation(unit)],
            [settings_queries.work_committee()],
            printed_by=f"{unit.name}办公室",
        ),
        "year": report.cycle.year,
        "unit": unit.name,
        "signer": signer,
        "contact": by.name,
        "telephone": by.phone,
        "branches": [
            {
                "branch": row["branch"],
                "title_year": row["year"],
                "is_kept": row["suggestion"] == ReinspectionState.KEEPING_SUGGESTED,
                "reason": row["reason"],
                "deviations": row["deviations"],
                "grounds": row["grounds"],
            }
            for row in report.rows
        ],
    }
