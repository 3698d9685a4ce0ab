"""URLs of posts that were put forward."""

from branches.pages.routes import page
from branches.people.confirmation import views
from branches.permissions import Perm

READERS = frozenset({Perm.APPOINT, Perm.MANAGE_REGISTER})

urlpatterns = [
    page("posts/proposals/", views.proposed_lists, name="proposed_lists", access=READERS),
    page("posts/proposals/<number:pk>/", views.proposed_list, name="proposed_list", access=READERS),
    page("posts/proposals/<number:pk>/posts/", views.proposed_list_posts, name="proposed_list_posts", access=READERS),
    page(
        "posts/proposals/<number:pk>/confirm/",
        views.proposed_list_confirm,
        name="proposed_list_confirm",
        access=Perm.APPOINT,
    ),
    page(
        "posts/proposals/<number:pk>/return/",
        views.proposed_list_return,
        name="proposed_list_return",
        access=Perm.APPOINT,
    ),
    page(
        "posts/proposals/<number:pk>/withdraw/",
        views.proposed_list_withdraw,
        name="proposed_list_withdraw",
        access=Perm.MANAGE_REGISTER,
    ),
]
