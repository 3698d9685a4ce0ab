"""URLs of the year: its dates for everybody, its running for 市直工委, and what anybody may look up."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.cycle.views import adjusting, changes, policy, schedule, settings

YEAR = "cycles/<year:year>/"

urlpatterns = [
    page("schedule/", schedule.schedule_now, name="schedule_now", access=Access.SIGNED_IN),
    page("policy/", policy.policy, name="policy", access=Access.SIGNED_IN),
    page("permissions/", policy.permissions, name="permissions", access=Access.SIGNED_IN),
    page("cycles/", settings.cycle_list, name="cycle_list", access=Perm.RUN_CYCLE),
    page("cycles/new/", settings.add, name="cycle_add", access=Perm.RUN_CYCLE),
    page(f"{YEAR}schedule/", schedule.schedule_of, name="cycle_schedule", access=Access.SIGNED_IN),
    page(f"{YEAR}settings/", settings.settings, name="cycle_settings", access=Perm.RUN_CYCLE),
    page(f"{YEAR}open/", settings.start, name="cycle_open", access=Perm.RUN_CYCLE),
    page(f"{YEAR}small-units/", settings.small_units, name="cycle_small_units", access=Perm.RUN_CYCLE),
    page(
        f"{YEAR}open-recommendation/",
        settings.open_recommendation,
        name="cycle_open_recommendation",
        access=Perm.RUN_CYCLE,
    ),
    page(f"{YEAR}extensions/", adjusting.extensions, name="cycle_extensions", access=Perm.RUN_CYCLE),
    page(f"{YEAR}extensions/new/", adjusting.extension_add, name="cycle_extension_add", access=Perm.RUN_CYCLE),
    page(f"{YEAR}extensions/pool/", adjusting.extension_pool, name="cycle_extension_pool", access=Perm.RUN_CYCLE),
    page(f"{YEAR}naming-day/", adjusting.naming_day, name="cycle_naming_day", access=Perm.RUN_CYCLE),
    page(f"{YEAR}changes/", changes.changes, name="cycle_changes", access=Perm.RUN_CYCLE),
    page(f"{YEAR}changes/<number:pk>/", changes.change, name="cycle_change", access=Perm.RUN_CYCLE),
    page(f"{YEAR}ratio/", adjusting.ratio, name="cycle_ratio", access=Perm.RUN_CYCLE),
    page(f"{YEAR}branches/new/", settings.candidacy_add, name="cycle_candidacy_add", access=Perm.ASSESS),
    page(f"{YEAR}close/", settings.close, name="cycle_close", access=Perm.RUN_CYCLE),
]
