"""URLs of the evaluation year, gathered from the steps."""

from evaluation.routes import (
    assessment,
    branches,
    cases,
    cycle,
    holidays,
    honours,
    messages,
    naming,
    notices,
    recommendation,
    reinspection,
    reminders,
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
    *messages.urlpatterns,
    *holidays.urlpatterns,
    *reinspection.urlpatterns,
    *notices.urlpatterns,
    *cycle.urlpatterns,
    *reminders.urlpatterns,
    *branches.urlpatterns,
    *succession.urlpatterns,
    *cases.urlpatterns,
]
