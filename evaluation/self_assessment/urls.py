"""URLs of step 1: the self-assessment of a case, and the evidence of a branch."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.self_assessment.evidence import views as evidence
from evaluation.self_assessment.views import criterion as self_rating
from evaluation.self_assessment.views import overview as self_assessment
from evaluation.self_assessment.views import parts as self_parts

CASE = "candidacies/<int:pk>/self-assessment"
ITEM = f"{CASE}/criteria/<int:number>"
LIBRARY = "branches/<int:pk>/evidence"

# Who reads is settled per case; who writes is the branch's secretary, or the unit's officer from the branch's paper.
READ = Access.SIGNED_IN
WRITE = frozenset({Perm.APPLY, Perm.ASSESS})

urlpatterns = [
    page(f"{CASE}/", self_assessment.tasks, name="self_assessment_tasks", access=READ),
    page(f"{CASE}/check/", self_assessment.check, name="self_assessment_check", access=READ),
    page(f"{CASE}/receipt/", self_assessment.receipt, name="self_assessment_receipt", access=READ),
    page(f"{CASE}/print/", self_assessment.printed, name="self_assessment_print", access=READ),
    page(f"{CASE}/versions/<int:number>/", self_assessment.version, name="self_assessment_version", access=READ),
    page(f"{CASE}/paper/", evidence.paper, name="self_assessment_paper", access=Perm.ASSESS),
    page(f"{ITEM}/", self_rating.criterion, name="self_assessment_criterion", access=READ),
    page(f"{ITEM}/draft/", self_rating.criterion_draft, name="self_assessment_criterion_draft", access=WRITE),
    page(f"{ITEM}/copy/", self_rating.copy, name="self_assessment_copy", access=WRITE),
    page(f"{ITEM}/attach/", self_rating.attach, name="self_assessment_attach", access=WRITE),
    page(f"{ITEM}/detach/", self_rating.detach, name="self_assessment_detach", access=WRITE),
    page(f"{CASE}/basics/", self_parts.basics, name="self_assessment_basics", access=READ),
    page(f"{CASE}/basics/draft/", self_parts.basics_draft, name="self_assessment_basics_draft", access=WRITE),
    page(f"{CASE}/declarations/", self_parts.declarations, name="self_assessment_declarations", access=READ),
    page(
        f"{CASE}/declarations/draft/",
        self_parts.declarations_draft,
        name="self_assessment_declarations_draft",
        access=WRITE,
    ),
    page(f"{CASE}/declarations/facts/", self_parts.facts, name="self_assessment_facts", access=READ),
    page(f"{CASE}/declarations/facts/draft/", self_parts.facts_draft, name="self_assessment_facts_draft", access=WRITE),
    page(f"{CASE}/resolution/", self_parts.resolution, name="self_assessment_resolution", access=READ),
    page(
        f"{CASE}/resolution/draft/", self_parts.resolution_draft, name="self_assessment_resolution_draft", access=WRITE
    ),
    page(f"{LIBRARY}/", evidence.library, name="evidence_library", access=WRITE),
    page(f"{LIBRARY}/reference/", evidence.reference, name="evidence_reference", access=WRITE),
    page(f"{LIBRARY}/<int:evidence>/remove/", evidence.remove, name="evidence_remove", access=WRITE),
    page("evidence/<int:pk>/", evidence.file, name="evidence_file", access=READ),
]
