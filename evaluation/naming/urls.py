"""URLs of step 4 集中命名表彰 up to the frozen list; its board is the decision's."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.naming.views import evaluation, objections

urlpatterns = [
    page("cycles/<year:year>/naming/panel/", evaluation.panel, name="naming_panel", access=Perm.RUN_CYCLE),
    page("cycles/<year:year>/naming/settle/", evaluation.settle, name="naming_settle", access=Perm.NAME),
    page(
        "cycles/<year:year>/naming/notice/", evaluation.publish_notice, name="naming_publish_notice", access=Perm.NAME
    ),
    page("cycles/<year:year>/notice/", evaluation.notice, name="naming_notice", access=Access.SIGNED_IN),
    page("cycles/<year:year>/objections/", objections.objection_list, name="objections", access=Perm.EVALUATE),
    page("candidacies/<number:pk>/objection/", objections.record, name="objection_record", access=Perm.EVALUATE),
    page("objections/<number:pk>/", objections.objection, name="objection", access=Perm.EVALUATE),
    page("candidacies/<number:pk>/evaluation/", evaluation.evaluate, name="naming_evaluate", access=Perm.EVALUATE),
]
