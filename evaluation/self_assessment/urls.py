"""URLs of step 1: the self-assessment of a case, and the evidence of a branch."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.self_assessment.evidence import views
from evaluation.self_assessment.views import criterion, overview, parts, whole

CASE = "candidacies/<number:pk>/self-assessment"
ITEM = f"{CASE}/criteria/<number:number>"
LIBRARY = "branches/<number:pk>/evidence"

# Who reads is settled per case; who writes is the branch's secretary, or the unit's officer from the branch's paper.
READ = Access.SIGNED_IN
WRITE = frozenset({Perm.APPLY, Perm.ASSESS})

urlpatterns = [
    page(f"{CASE}/", overview.tasks, name="self_assessment_tasks", access=READ),
    page(f"{CASE}/all/", whole.whole, name="self_assessment_whole", access=READ),
    page(f"{CASE}/last-year/", overview.take_over, name="self_assessment_take_over", access=WRITE),
    page(f"{CASE}/check/", overview.check, name="self_assessment_check", access=READ),
    page(f"{CASE}/receipt/", overview.receipt, name="self_assessment_receipt", access=READ),
    page(f"{CASE}/print/", overview.printed, name="self_assessment_print", access=READ),
    page(f"{CASE}/versions/<number:number>/", overview.version, name="self_assessment_version", access=READ),
    page(f"{CASE}/paper/", views.paper, name="self_assessment_paper", access=Perm.ASSESS),
    page(f"{ITEM}/", criterion.criterion, name="self_assessment_criterion", access=READ),
    page(f"{ITEM}/draft/", criterion.keep_criterion, name="self_assessment_criterion_draft", access=WRITE),
    page(f"{ITEM}/copy/", criterion.copy, name="self_assessment_copy", access=WRITE),
    page(f"{ITEM}/attach/", criterion.attach, name="self_assessment_attach", access=WRITE),
    page(f"{ITEM}/detach/", criterion.detach, name="self_assessment_detach", access=WRITE),
    page(f"{CASE}/basics/", parts.basics, name="self_assessment_basics", access=READ),
    page(f"{CASE}/basics/draft/", parts.keep_basics, name="self_assessment_basics_draft", access=WRITE),
    page(f"{CASE}/declarations/", parts.declarations, name="self_assessment_declarations", access=READ),
    page(
        f"{CASE}/declarations/draft/",
        parts.keep_declarations,
        name="self_assessment_declarations_draft",
        access=WRITE,
    ),
    page(f"{CASE}/declarations/facts/", parts.facts, name="self_assessment_facts", access=READ),
    page(f"{CASE}/declarations/facts/draft/", parts.keep_facts, name="self_assessment_facts_draft", access=WRITE),
    page(f"{CASE}/resolution/", parts.resolution, name="self_assessment_resolution", access=READ),
    page(f"{CASE}/resolution/draft/", parts.keep_resolution, name="self_assessment_resolution_draft", access=WRITE),
    page("candidacies/<number:pk>/ask-return/", overview.ask_return, name="ask_return", access=Perm.APPLY),
    page(f"{LIBRARY}/", views.library, name="evidence_library", access=WRITE),
    page(f"{LIBRARY}/reference/", views.reference, name="evidence_reference", access=WRITE),
    page(f"{LIBRARY}/<number:evidence>/remove/", views.remove, name="evidence_remove", access=WRITE),
    page("evidence/<number:pk>/", views.file, name="evidence_file", access=READ),
]
