"""URLs of accounts, units, branches, people and posts."""

from branches.routes import Access, page
from branches.views import account

urlpatterns = [
    page("login/", account.sign_in, name="login", access=Access.PUBLIC),
    page("logout/", account.sign_out, name="logout", access=Access.PUBLIC),
    page("account/", account.account, name="account", access=Access.SIGNED_IN),
    page("password/", account.change_password, name="password_change", access=Access.SIGNED_IN),
    page("still-here/", account.still_here, name="still_here", access=Access.SIGNED_IN),
    page("large-text/", account.large_text, name="large_text", access=Access.PUBLIC),
    page("help/", account.help_page, name="help", access=Access.PUBLIC),
]
