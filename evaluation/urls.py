"""URLs of the evaluation year, gathered from the steps."""

from evaluation.assessment import urls as assessment_urls
from evaluation.casefile import urls as casefile_urls
from evaluation.cycle import urls as cycle_urls
from evaluation.decision import urls as decision_urls
from evaluation.documents import urls as documents_urls
from evaluation.drafting import urls as drafting_urls
from evaluation.guidance import urls as guidance_urls
from evaluation.honours import urls as honours_urls
from evaluation.integrity import urls as integrity_urls
from evaluation.issued import urls as issued_urls
from evaluation.letters import urls as letters_urls
from evaluation.messages import urls as messages_urls
from evaluation.naming import urls as naming_urls
from evaluation.phone import urls as phone_urls
from evaluation.progress import urls as progress_urls
from evaluation.promotion import urls as promotion_urls
from evaluation.recommendation import urls as recommendation_urls
from evaluation.reinspection import urls as reinspection_urls
from evaluation.scoring import urls as scoring_urls
from evaluation.self_assessment import urls as self_assessment_urls
from evaluation.status import urls as status_urls
from evaluation.succession import urls as succession_urls
from evaluation.succession.branch import urls as branch_urls
from evaluation.vacancies import urls as vacancies_urls
from evaluation.workdays import urls as workdays_urls
from evaluation.worklist import urls as worklist_urls

app_name = "evaluation"

# The catch-all for moves (/candidacies/<id>/<action>/) comes last.
urlpatterns = [
    *self_assessment_urls.urlpatterns,
    *phone_urls.urlpatterns,
    *assessment_urls.urlpatterns,
    *scoring_urls.urlpatterns,
    *recommendation_urls.urlpatterns,
    *naming_urls.urlpatterns,
    *honours_urls.urlpatterns,
    *promotion_urls.urlpatterns,
    *guidance_urls.urlpatterns,
    *messages_urls.urlpatterns,
    *workdays_urls.urlpatterns,
    *reinspection_urls.urlpatterns,
    *documents_urls.urlpatterns,
    *issued_urls.urlpatterns,
    *cycle_urls.urlpatterns,
    *progress_urls.urlpatterns,
    *branch_urls.urlpatterns,
    *succession_urls.urlpatterns,
    *worklist_urls.urlpatterns,
    *vacancies_urls.urlpatterns,
    *status_urls.urlpatterns,
    *drafting_urls.urlpatterns,
    *decision_urls.urlpatterns,
    *letters_urls.urlpatterns,
    *integrity_urls.urlpatterns,
    *casefile_urls.urlpatterns,
]
