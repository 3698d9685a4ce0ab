"""URLs of one's own jobs."""

from branches.jobs import views
from branches.pages.routes import Access, page

urlpatterns = [
    page("jobs/", views.job_list, name="jobs", access=Access.SIGNED_IN),
    page("jobs/<number:pk>/", views.job, name="job", access=Access.SIGNED_IN),
    page("jobs/<number:pk>/cancel/", views.job_cancel, name="job_cancel", access=Access.SIGNED_IN),
    page("jobs/<number:pk>/file/", views.job_file, name="job_file", access=Access.SIGNED_IN),
]
