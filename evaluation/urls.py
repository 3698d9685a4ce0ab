"""URLs of the evaluation year, gathered from the steps."""

from evaluation.assessment import urls as assessment
from evaluation.casefile import urls as cases
from evaluation.cycle import urls as cycle
from evaluation.decision import urls as decision
from evaluation.documents import urls as notices
from evaluation.honours import urls as honours
from evaluation.integrity import urls as integrity
from evaluation.letters import urls as letters
from evaluation.messages import urls as messages
from evaluation.naming import urls as naming
from evaluation.recommendation import urls as recommendation
from evaluation.reinspection import urls as reinspection
from evaluation.self_assessment import urls as self_assessment
from evaluation.status import urls as status
from evaluation.succession import urls as succession
from evaluation.succession.branch import urls as branches
from evaluation.workdays import urls as holidays
from evaluation.worklist import urls as worklist

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
    *branches.urlpatterns,
    *succession.urlpatterns,
    *worklist.urlpatterns,
    *status.urlpatterns,
    *decision.urlpatterns,
    *letters.urlpatterns,
    *integrity.urlpatterns,
    *cases.urlpatterns,
]
