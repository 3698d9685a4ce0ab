"""URLs of accounts, units, branches, people and posts."""

from django.urls import include, path

from branches.accounts import views
from branches.pages import audit_trail
from branches.pages.routes import Access, page
from branches.people.views import people, posts
from branches.permissions import Perm
from branches.register.views import branches, register_file, units

UNIT_READERS = frozenset({Perm.VIEW_REGISTER, Perm.VIEW_UNIT})
BRANCH_READERS = UNIT_READERS | {Perm.VIEW_BRANCH}
PEOPLE_READERS = frozenset({Perm.MANAGE_REGISTER, Perm.APPOINT})

# One branch is shown together with its years and titles, by `evaluation`: /branches/<id>/.
registered = [
    page("units/", units.units, name="units", access=UNIT_READERS),
    page("units/new/", units.unit_add, name="unit_add", access=Perm.MANAGE_REGISTER),
    page("units/<int:pk>/", units.unit, name="unit", access=UNIT_READERS),
    page("units/<int:pk>/edit/", units.unit_edit, name="unit_edit", access=Perm.MANAGE_REGISTER),
    page("units/<int:pk>/active/", units.unit_active, name="unit_active", access=Perm.MANAGE_REGISTER),
    page("branches/", branches.branches, name="branches", access=BRANCH_READERS),
    page("branches/new/", branches.branch_add, name="branch_add", access=Perm.MANAGE_REGISTER),
    page("branches/<int:pk>/edit/", branches.branch_edit, name="branch_edit", access=Perm.MANAGE_REGISTER),
    page("branches/<int:pk>/rename/", branches.branch_rename, name="branch_rename", access=Perm.MANAGE_REGISTER),
    page("branches/import/", register_file.register_import, name="register_import", access=Perm.MANAGE_REGISTER),
    page("branches/template/", register_file.register_template, name="register_template", access=Perm.MANAGE_REGISTER),
    page("branches/export/", register_file.register_export, name="register_export", access=Perm.MANAGE_REGISTER),
    page(
        "branches/import/<str:ticket>/",
        register_file.register_preview,
        name="register_preview",
        access=Perm.MANAGE_REGISTER,
    ),
    page(
        "branches/import/<str:ticket>/returned/",
        register_file.register_returned,
        name="register_returned",
        access=Perm.MANAGE_REGISTER,
    ),
    page("people/", people.people_list, name="people", access=PEOPLE_READERS),
    page("people/new/", people.person_add, name="person_add", access=Perm.MANAGE_REGISTER),
    page("people/<int:pk>/", people.person, name="person", access=PEOPLE_READERS),
    page("people/<int:pk>/edit/", people.person_edit, name="person_edit", access=Perm.MANAGE_REGISTER),
    page("people/<int:pk>/branch/", people.person_branch, name="person_branch", access=Perm.MANAGE_REGISTER),
    page("people/<int:pk>/active/", people.person_active, name="person_active", access=Perm.MANAGE_REGISTER),
    page("people/<int:pk>/password/", people.person_password, name="person_password", access=Perm.MANAGE_REGISTER),
    page("people/<int:pk>/posts/", posts.person_posts, name="person_posts", access=Perm.APPOINT),
    page("posts/", posts.appointments, name="appointments", access=Perm.APPOINT),
    page("posts/<int:pk>/end/", posts.post_end, name="post_end", access=Perm.APPOINT),
    page("audit/", audit_trail.audit, name="audit", access=Perm.READ_AUDIT),
]

urlpatterns = [
    page("login/", views.sign_in, name="login", access=Access.PUBLIC),
    page("logout/", views.sign_out, name="logout", access=Access.PUBLIC),
    page("account/", views.account, name="account", access=Access.SIGNED_IN),
    page("password/", views.change_password, name="password_change", access=Access.SIGNED_IN),
    page("still-here/", views.still_here, name="still_here", access=Access.SIGNED_IN),
    page("large-text/", views.large_text, name="large_text", access=Access.PUBLIC),
    page("help/", views.help_page, name="help", access=Access.PUBLIC),
    path("", include((registered, "branches"))),
]
