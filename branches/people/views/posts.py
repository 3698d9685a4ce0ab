"""Pages of posts, for the security administrator: the list, giving a post, ending one."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_filters import ChoiceFilter

from branches import clock
from branches import queries as branches_queries
from branches.access import NotAppointed
from branches.labels import label_of
from branches.models import Appointment, User
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.pages.tags import Tag
from branches.people import steps as people_steps
from branches.people.forms import AppointForm, EndPostForm, ScopeSearch
from branches.permissions import ADMINISTRATORS, Role, Scope
from branches.register import staffing

_WHEN = [("now", "在任"), ("later", "未到任"), ("ended", "已结束")]


def _state(post: Appointment) -> Tag:
    day = clock.today()
    if post.is_in_force_on(day):
        return Tag("在任", "done")
    return Tag("未到任", "todo") if post.starts_on > day else Tag("已结束", "out")


class Posts(Listing):
    title = "任职"
    search = (
        "user__name",
        "user__username",
        "unit__search_text",
        "branch__search_text",
    )
    search_label = "姓名、单位或党支部"
    filters = {
        "role": ChoiceFilter(label="职务", choices=[(role.value, role.label) for role in Role]),
        "when": ChoiceFilter(label="状态", method=branches_queries.by_time, choices=_WHEN),
    }
    order = ("-starts_on",)
    long_order = ("-pk",)
    columns = (
        Column(
            label_of(User, "name"),
            "user.name",
            sort="user__name",
            url=lambda post: reverse("branches:person", args=[post.user_id]),
        ),
        Column(label_of(Appointment, "role"), "get_role_display", sort="role"),
        Column("任职地点", "place"),
        Column(label_of(Appointment, "starts_on"), "starts_on", sort="starts_on"),
        Column(label_of(Appointment, "ends_on"), "ends_on", sort="ends_on"),
        Column("状态", _state, status=True),
        Column("办理", template="branches/post_cell.html", exported=False),
    )
    nothing = "还没有任职。请在人员页面办理。"

    @property
    def today(self) -> Any:
        return clock.today()


class NeverSignedIn(Listing):
    title = "从未登录的任职人员"
    search = ("user__name", "unit__search_text", "branch__search_text")
    search_label = "姓名、单位或党支部"
    filters = {
        "role": ChoiceFilter(
            label="职务", choices=[(role.value, role.label) for role in Role if role not in ADMINISTRATORS]
        ),
    }
    order = ("unit_id", "branch_id")
    long_order = ("user_id",)  # so that posts and accounts are read side by side, and no account for each post
    columns = (
        Column(label_of(User, "name"), "user.name", sort="user__name"),
        Column(label_of(Appointment, "role"), "get_role_display", sort="role"),
        Column("任职地点", "place"),
        Column(label_of(User, "phone"), "user.phone", whole=True),
        Column(label_of(Appointment, "starts_on"), "starts_on", sort="starts_on"),
    )
    nothing = "在任人员都登录过。"


@require_GET
def posts_never_signed_in(request: PersonRequest) -> HttpResponse:
    """Posts that exist on paper only (D40), for whoever can remind or replace their holders."""
    return NeverSignedIn(request, staffing.never_signed_in()).response()


@require_GET
def appointments(request: PersonRequest) -> HttpResponse:
    return Posts(request, branches_queries.appointments()).response("branches/appointments.html")


@require_http_methods(["GET", "POST"])
def person_posts(request: PersonRequest, pk: int) -> HttpResponse:
    """Give a post: the URL says which and where to look, the form which of the places found and from when."""
    person = branches_queries.person_or_404(pk)
    search = ScopeSearch(request.GET or None)
    role = search.wanted
    places = _places(role, search.cleaned_data["q"]) if role else []
    form = AppointForm(request.POST if request.method == "POST" else None, places=places)

    def do(data: dict[str, Any]) -> Done:
        if role is None:
            raise NotAppointed("请先选择职务。")
        days = {"starts_on": data["starts_on"], "ends_on": data["ends_on"]}
        post = people_steps.appoint(person, role, form.chosen, by=request.user, **days)
        return Done(f"{person}已任{post.get_role_display()}（{post.place}）。", "branches:person", pk)

    context = {
        "person": person,
        "search": search,
        "role": role,
        "places": places,
        "needs_words": bool(role and role.scope is not Scope.CITY and not search.cleaned_data["q"]),
    }
    return act(request, form, do, template="branches/person_posts.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def post_end(request: PersonRequest, pk: int) -> HttpResponse:
    post = branches_queries.appointment_or_404(pk)
    form = EndPostForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})

    def do(data: dict[str, Any]) -> Done:
        people_steps.end_post(post, on=data["on"], by=request.user)
        said = f"{post.user}的{post.get_role_display()}（{post.place}）任职已登记结束。"
        return Done(said, "branches:person", post.user_id)

    return act(request, form, do, template="branches/post_end.html", context=lambda: {"post": post})


def _places(role: Role, words: str) -> list[Any]:
    if role.scope is Scope.CITY:
        return [branches_queries.city()]
    if not words:
        return []
    return branches_queries.branches_found(words) if role.scope is Scope.BRANCH else branches_queries.units_found(words)
