"""URLs of the keys, and of what systems read of the register. Their names are stable: others rely on them."""

from branches.pages.routes import page
from branches.permissions import Data, Perm
from branches.systems.views import pages, read

KEEPERS = frozenset({Perm.MANAGE_REGISTER, Perm.APPOINT})

urlpatterns = [
    page("systems/", pages.keys, name="system_keys", access=KEEPERS),
    page("systems/new/", pages.key_add, name="system_key_add", access=Perm.MANAGE_REGISTER),
    page("systems/<number:pk>/", pages.key, name="system_key", access=KEEPERS),
    page("api/v1/units", read.units, name="read_units", access=Data.UNITS),
    page("api/v1/branches", read.branches, name="read_branches", access=Data.BRANCHES),
]
