"""URLs of the evaluation year, gathered from the steps."""

from evaluation.routes import (
    assessment,
    branches,
    cases,
    cycle,
    holidays,
    honours,
    naming,
    notices,
    recommendation,
    reinspection,
    self_assessment,
    succession,
)

app_name = "evaluation"

# The catch-all for moves (/candidacies/<id>/<action>/) comes last.
urlpatterns = [
    *self_assessment.urlpatterns,
    *assessment.urlpatterns,
    *recommendation.urlpatterns,
    *naming.urlpatterns,
    *honours.urlpatterns,
    *holidays.urlpatterns,
    *reinspection.urlpatterns,
    *notices.urlpatterns,
    *cycle.urlpatterns,
    *branches.urlpatterns,
    *succession.urlpatterns,
    *cases.urlpatterns,
]
