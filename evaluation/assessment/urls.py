"""URLs of step 2: the team, visits, scoring, the opinion; and of verification, which the municipal panel shares."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.assessment.verification import views
from evaluation.assessment.views import opinion, overview, scoring, team

WORK = frozenset({Perm.ASSESS, Perm.SCORE})
READ = WORK | {Perm.VIEW_UNIT, Perm.VIEW_CITY}
VERIFY = frozenset({Perm.VERIFY, Perm.VERIFY_CITY})
CASE = "candidacies/<int:pk>/assessment/"
CHECK = "candidacies/<int:pk>/verification/"

urlpatterns = [
    page("assessments/", overview.mine, name="assessment_mine", access=WORK),
    page("cycles/<int:year>/units/<int:unit>/team/", team.team, name="assessment_team", access=Perm.ASSESS),
    page(CASE, overview.overview, name="assessment_overview", access=READ),
    page(f"{CASE}visits/add/", overview.visit, name="assessment_visit_add", access=WORK),
    page(f"{CASE}visits/<int:visit>/", overview.visit, name="assessment_visit", access=WORK),
    page(f"{CASE}consultations/add/", overview.consultation, name="assessment_consultation_add", access=WORK),
    page(
        f"{CASE}consultations/<int:consultation>/", overview.consultation, name="assessment_consultation", access=WORK
    ),
    page(f"{CASE}recusal/", overview.recuse, name="assessment_recuse", access=WORK),
    page(f"{CASE}print/", overview.print_sheet, name="assessment_print", access=WORK),
    page(f"{CASE}score/", scoring.checklist, name="assessment_score", access=Perm.SCORE),
    page(f"{CASE}score/next/", scoring.score_next, name="assessment_score_next", access=Perm.SCORE),
    page(f"{CASE}score/remark/", scoring.save_remark, name="assessment_remark_save", access=Perm.SCORE),
    page(f"{CASE}score/<int:number>/", scoring.item, name="assessment_score_item", access=Perm.SCORE),
    page(f"{CASE}score/<int:number>/save/", scoring.save_item, name="assessment_score_save", access=Perm.SCORE),
    page(f"{CASE}sheets/", scoring.sheets, name="assessment_sheets", access=WORK),
    page(f"{CASE}sheets/<int:sheet>/return/", scoring.return_sheet, name="assessment_sheet_return", access=WORK),
    page(f"{CASE}opinion/", opinion.opinion, name="assessment_opinion", access=WORK),
    page(f"{CASE}opinion/save/", opinion.save, name="assessment_opinion_save", access=WORK),
    page(CHECK, views.verification, name="verification", access=VERIFY),
    page(f"{CHECK}facts/", views.facts, name="verification_facts", access=VERIFY),
    page(f"{CHECK}<int:number>/", views.finding, name="verification_finding", access=VERIFY),
    page(f"{CHECK}findings/<int:finding>/confirm/", views.confirm, name="verification_confirm", access=VERIFY),
    page(
        f"{CHECK}findings/<int:finding>/correction/",
        views.ask_correction,
        name="verification_ask",
        access=VERIFY,
    ),
    page(f"{CHECK}findings/<int:finding>/correct/", views.correct, name="verification_correct", access=VERIFY),
    page(f"{CHECK}findings/<int:finding>/keep/", views.keep, name="verification_keep", access=VERIFY),
    page(f"{CHECK}holds/add/", views.add_hold, name="hold_add", access=Perm.EVALUATE),
    page(f"{CHECK}holds/<int:hold>/lift/", views.lift_hold, name="hold_lift", access=Perm.EVALUATE),
]
