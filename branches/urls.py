"""URLs of accounts, units, branches, people and posts."""

from django.urls import include, path

from branches.accounts import views
from branches.accounts.keys.views import activation, slips
from branches.accounts.second_factor import views as second_factor_views
from branches.accounts.sign_ins import views as sign_ins_views
from branches.accounts.sso import list_views as binding_lists
from branches.accounts.sso import views as sso_views
from branches.changes import views as changes
from branches.jobs import urls as jobs_urls
from branches.pages import audit_trail
from branches.pages.routes import Access, page
from branches.people.confirmation import urls as confirmation_urls
from branches.people.exchange import urls as exchange_urls
from branches.people.proposals import views as proposals
from branches.people.views import people, posts
from branches.permissions import Perm
from branches.register.views import branches, register_file, units
from branches.settings import views as settings_views
from branches.systems import urls as systems_urls

UNIT_READERS = frozenset({Perm.VIEW_REGISTER, Perm.VIEW_UNIT})
BRANCH_READERS = UNIT_READERS | {Perm.VIEW_BRANCH}
ALARMED = frozenset({Perm.MANAGE_REGISTER, Perm.APPOINT, Perm.READ_AUDIT})
PROPOSERS = frozenset({Perm.PROPOSE_POST, Perm.RUN_CYCLE})
KEY_HOLDERS = frozenset({Perm.PRINT_SLIPS, Perm.TELL_WORD})
PEOPLE_READERS = frozenset({Perm.MANAGE_REGISTER, Perm.APPOINT})

# One branch is shown together with its years and titles, by `evaluation`: /branches/<id>/.
registered = [
    page("units/", units.units, name="units", access=UNIT_READERS),
    page("units/new/", units.unit_add, name="unit_add", access=Perm.MANAGE_REGISTER),
    page("units/<number:pk>/", units.unit, name="unit", access=UNIT_READERS),
    page("units/<number:pk>/edit/", units.unit_edit, name="unit_edit", access=Perm.MANAGE_REGISTER),
    page("units/<number:pk>/active/", units.unit_active, name="unit_active", access=Perm.MANAGE_REGISTER),
    page("units/<number:pk>/settings/", settings_views.of_unit, name="unit_settings", access=Perm.ASSESS),
    page("settings/", settings_views.site, name="settings", access=Perm.RUN_CYCLE),
    page("branches/", branches.branches, name="branches", access=BRANCH_READERS),
    page("branches/new/", branches.branch_add, name="branch_add", access=Perm.MANAGE_REGISTER),
    page("branches/<number:pk>/edit/", branches.branch_edit, name="branch_edit", access=Perm.MANAGE_REGISTER),
    page("branches/<number:pk>/rename/", branches.branch_rename, name="branch_rename", access=Perm.MANAGE_REGISTER),
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
    page("people/bindings/", binding_lists.binding_lists, name="binding_lists", access=PEOPLE_READERS),
    page("people/bindings/<number:pk>/", binding_lists.binding_list, name="binding_list", access=PEOPLE_READERS),
    page("people/", people.people_list, name="people", access=PEOPLE_READERS),
    page("people/new/", people.person_add, name="person_add", access=Perm.MANAGE_REGISTER),
    page("people/<number:pk>/", people.person, name="person", access=PEOPLE_READERS),
    page("people/<number:pk>/edit/", people.person_edit, name="person_edit", access=Perm.MANAGE_REGISTER),
    page("people/<number:pk>/branch/", people.person_branch, name="person_branch", access=Perm.MANAGE_REGISTER),
    page("people/<number:pk>/active/", people.person_active, name="person_active", access=Perm.MANAGE_REGISTER),
    page("people/<number:pk>/close/", slips.person_close, name="person_close", access=Perm.TELL_WORD),
    page("people/<number:pk>/slip/", slips.slip, name="slip", access=Perm.PRINT_SLIPS),
    page("units/<number:pk>/people/", slips.unit_people, name="unit_people", access=KEY_HOLDERS),
    page("slips/", slips.slips, name="slips", access=Perm.PRINT_SLIPS),
    page("words/", slips.words, name="words", access=Perm.TELL_WORD),
    page("people/<number:pk>/posts/", posts.person_posts, name="person_posts", access=Perm.APPOINT),
    page("posts/", posts.appointments, name="appointments", access=Perm.APPOINT),
    page(
        "posts/never-signed-in/",
        posts.posts_never_signed_in,
        name="posts_never_signed_in",
        access=frozenset({Perm.APPOINT, Perm.RUN_CYCLE}),
    ),
    page("posts/<number:pk>/end/", posts.post_end, name="post_end", access=Perm.APPOINT),
    page("units/<number:pk>/proposals/", proposals.proposals, name="proposals", access=PROPOSERS),
    page("units/<number:pk>/proposals/new/", proposals.proposal_add, name="proposal_add", access=PROPOSERS),
    page("units/posts/<number:pk>/end/", proposals.proposal_end, name="proposal_end", access=PROPOSERS),
    page("units/proposals/<number:pk>/", proposals.proposal, name="proposal", access=PROPOSERS),
    page(
        "units/proposals/<number:pk>/withdraw/",
        proposals.proposal_withdraw,
        name="proposal_withdraw",
        access=Perm.PROPOSE_POST,
    ),
    page("changes/", changes.changes, name="changes", access=PEOPLE_READERS),
    page("changes/decided/", changes.changes_decided, name="changes_decided", access=PEOPLE_READERS),
    page("changes/<number:pk>/withdraw/", changes.change_withdraw, name="change_withdraw", access=Perm.MANAGE_REGISTER),
    page("audit/sign-ins/", sign_ins_views.sign_ins, name="sign_ins", access=Perm.READ_AUDIT),
    page("sign-ins/alarms/", sign_ins_views.alarms, name="alarms", access=ALARMED),
    page("audit/", audit_trail.audit, name="audit", access=Perm.READ_AUDIT),
]

urlpatterns = [
    page("login/", views.sign_in, name="login", access=Access.PUBLIC),
    page("login/second-factor/", second_factor_views.second_factor, name="second_factor", access=Access.PUBLIC),
    page("login/second-factor/new/", second_factor_views.enrol, name="second_factor_enrol", access=Access.PUBLIC),
    page(
        "login/second-factor/codes/",
        second_factor_views.recovery_codes,
        name="second_factor_codes",
        access=Access.PUBLIC,
    ),
    page("sso/start/", sso_views.start, name="sso_start", access=Access.PUBLIC),
    page("sso/callback/", sso_views.callback, name="sso_callback", access=Access.PUBLIC),
    page("account/provider/", sso_views.binding, name="sso_binding", access=Access.SIGNED_IN),
    page("account/provider/unbind/", sso_views.unbind, name="sso_unbind", access=Access.SIGNED_IN),
    page("logout/", views.sign_out, name="logout", access=Access.PUBLIC),
    page("activate/", activation.activate, name="activate", access=Access.PUBLIC),
    page("activate/password/", activation.activate_password, name="activate_password", access=Access.PUBLIC),
    page("account/address/", activation.address, name="address", access=Access.SIGNED_IN),
    page("account/address/<str:token>/", activation.address_confirm, name="address_confirm", access=Access.SIGNED_IN),
    page("account/not-me/", activation.not_me, name="not_me", access=Access.SIGNED_IN),
    page("more/", views.more, name="more", access=Access.SIGNED_IN),
    page("account/", views.account, name="account", access=Access.SIGNED_IN),
    page("password/", views.change_password, name="password_change", access=Access.SIGNED_IN),
    page("still-here/", views.still_here, name="still_here", access=Access.SIGNED_IN),
    page("signed-in/", views.signed_in, name="signed_in", access=Access.SIGNED_IN),
    page("large-text/", views.large_text, name="large_text", access=Access.PUBLIC),
    page("help/", views.help_page, name="help", access=Access.PUBLIC),
    path(
        "",
        include(
            (
                [
                    *registered,
                    *jobs_urls.urlpatterns,
                    *exchange_urls.urlpatterns,
                    *confirmation_urls.urlpatterns,
                    *systems_urls.urlpatterns,
                ],
                "branches",
            )
        ),
    ),
]
