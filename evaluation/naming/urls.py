"""URLs of step 4 集中命名表彰, and of decisions."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.naming.views import board, objections

urlpatterns = [
    page("naming/", board.now, name="naming_now", access=Perm.EVALUATE),
    page("cycles/<int:year>/naming/", board.board, name="naming_board", access=Perm.EVALUATE),
    page("cycles/<int:year>/naming/panel/", board.panel, name="naming_panel", access=Perm.RUN_CYCLE),
    page("cycles/<int:year>/naming/settle/", board.settle, name="naming_settle", access=Perm.NAME),
    page("cycles/<int:year>/naming/notice/", board.publish_notice, name="naming_publish_notice", access=Perm.NAME),
    page("cycles/<int:year>/notice/", board.notice, name="naming_notice", access=Access.SIGNED_IN),
    page("cycles/<int:year>/objections/", objections.objection_list, name="objections", access=Perm.EVALUATE),
    page("candidacies/<int:pk>/objection/", objections.record, name="objection_record", access=Perm.EVALUATE),
    page("objections/<int:pk>/", objections.objection, name="objection", access=Perm.EVALUATE),
    page("candidacies/<int:pk>/evaluation/", board.evaluate, name="naming_evaluate", access=Perm.EVALUATE),
]
