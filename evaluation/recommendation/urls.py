"""URLs of step 3: the board of a unit, and 联合推荐."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.recommendation.views import board, handing_in, pool

READERS = frozenset({Perm.VIEW_UNIT, Perm.VIEW_CITY})
UNIT = "cycles/<year:year>/units/<number:pk>/recommendation/"
POOL = "cycles/<year:year>/pool/"

urlpatterns = [
    page("recommendation/", board.now, name="recommendation_now", access=Perm.VIEW_UNIT),
    page(UNIT, board.board, name="recommendation_board", access=READERS),
    page(f"{UNIT}papers/", board.papers, name="recommendation_papers", access=Perm.VIEW_UNIT),
    page(f"{UNIT}pick/", board.pick, name="recommendation_pick", access=Perm.RECOMMEND),
    page(f"{UNIT}replace/<number:case_pk>/", board.replace, name="recommendation_replace", access=Perm.RECOMMEND),
    page(f"{UNIT}order/", board.order, name="recommendation_order", access=Perm.RECOMMEND),
    page(f"{UNIT}deliberation/", handing_in.deliberation, name="recommendation_deliberation", access=Perm.RECOMMEND),
    page(f"{UNIT}submit/", handing_in.submit, name="recommendation_submit", access=Perm.RECOMMEND),
    page(f"{UNIT}return/", handing_in.give_back, name="recommendation_return", access=Perm.RUN_CYCLE),
    page("pool/", pool.now, name="pool_now", access=Perm.VIEW_CITY),
    page(POOL, pool.board, name="pool_board", access=Perm.VIEW_CITY),
    page(f"{POOL}deliberation/", handing_in.pool_deliberation, name="pool_deliberation", access=Perm.PICK_FROM_POOL),
    page(f"{POOL}finish/", handing_in.finish, name="pool_finish", access=Perm.PICK_FROM_POOL),
    page(f"{POOL}return/", handing_in.reopen, name="pool_return", access=Perm.RUN_CYCLE),
    page(f"{POOL}<number:case_pk>/", pool.pick, name="pool_pick", access=Perm.PICK_FROM_POOL),
]
