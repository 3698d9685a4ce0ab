"""URLs of step 2: the team, visits, scoring, the opinion; and of verification, which the municipal panel shares."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.assessment.verification import views
from evaluation.assessment.views import matters, opinion, overview, scoring, team

WORK = frozenset({Perm.ASSESS, Perm.SCORE})
READ = WORK | {Perm.VIEW_UNIT, Perm.VIEW_CITY}
VERIFY = frozenset({Perm.VERIFY, Perm.VERIFY_CITY})
CASE = "candidacies/<number:pk>/assessment/"
MATTERS = "cycles/<year:year>/units/<number:unit>/matters/"
CHECK = "candidacies/<number:pk>/verification/"

urlpatterns = [
    page("assessments/", overview.mine, name="assessment_mine", access=WORK),
    page("cycles/<year:year>/units/<number:unit>/team/", team.team, name="assessment_team", access=Perm.ASSESS),
    page(
        "cycles/<year:year>/units/<number:unit>/team/<number:member>/count/",
        team.count,
        name="assessment_team_count",
        access=Perm.ASSESS,
    ),
    page(
        "cycles/<year:year>/units/<number:unit>/opinion/",
        opinion.draw_up,
        name="assessment_draw_up",
        access=Perm.ASSESS,
    ),
    page(CASE, overview.overview, name="assessment_overview", access=READ),
    page(f"{CASE}visits/add/", overview.visit, name="assessment_visit_add", access=WORK),
    page(f"{CASE}visits/<number:visit>/", overview.visit, name="assessment_visit", access=WORK),
    page(f"{CASE}consultations/add/", overview.consultation, name="assessment_consultation_add", access=WORK),
    page(
        f"{CASE}consultations/<number:consultation>/",
        overview.consultation,
        name="assessment_consultation",
        access=WORK,
    ),
    page(f"{CASE}print/", overview.print_sheet, name="assessment_print", access=WORK),
    page(f"{CASE}score/", scoring.checklist, name="assessment_score", access=Perm.SCORE),
    page(f"{CASE}sheets/<number:sheet>/return/", scoring.return_sheet, name="assessment_sheet_return", access=WORK),
    page(f"{CASE}opinion/", opinion.opinion, name="assessment_opinion", access=WORK),
    page(f"{CASE}opinion/save/", opinion.save, name="assessment_opinion_save", access=WORK),
    page(CHECK, views.verification, name="verification", access=VERIFY),
    page(f"{CHECK}facts/", views.facts, name="verification_facts", access=VERIFY),
    page(f"{CHECK}<number:number>/", views.finding, name="verification_finding", access=VERIFY),
    page(f"{CHECK}findings/<number:finding>/confirm/", views.confirm, name="verification_confirm", access=VERIFY),
    page(
        f"{CHECK}findings/<number:finding>/correction/",
        views.ask_correction,
        name="verification_ask",
        access=VERIFY,
    ),
    page(f"{CHECK}findings/<number:finding>/correct/", views.correct, name="verification_correct", access=VERIFY),
    page(f"{CHECK}findings/<number:finding>/keep/", views.keep, name="verification_keep", access=VERIFY),
    page(MATTERS, matters.matters, name="unit_matters", access=VERIFY),
    page(f"{MATTERS}<number:matter>/", matters.matter, name="unit_matter", access=VERIFY),
    page(f"{MATTERS}<number:matter>/facts/", matters.facts, name="unit_matter_facts", access=VERIFY),
    page(f"{MATTERS}<number:matter>/withdraw/", matters.withdraw, name="unit_matter_withdraw", access=VERIFY),
    page(f"{CHECK}holds/add/", views.add_hold, name="hold_add", access=Perm.EVALUATE),
    page(f"{CHECK}holds/<number:hold>/lift/", views.lift_hold, name="hold_lift", access=Perm.EVALUATE),
]
