"""URLs of assessors' photographs."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.scoring.photos import views

PHOTOS = "candidacies/<number:pk>/assessment/score/<number:number>/photos/"

urlpatterns = [
    page(PHOTOS, views.photos, name="assessment_photos", access=Perm.SCORE),
    page(
        f"{PHOTOS}<number:photo>/",
        views.photo,
        name="assessment_photo",
        access=frozenset({Perm.ASSESS, Perm.SCORE}),
    ),
]
