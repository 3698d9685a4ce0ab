"""联合推荐: what 市直工委 writes when it has picked among the branches that small units put forward (D3)."""

from collections.abc import Sequence

from django.db import transaction

from branches.models import User
from evaluation.advance import Stale
from evaluation.models import ListNews, ListVersion, RecommendationList
from evaluation.recommendation import handing_in
from evaluation.recommendation import pool as pool_queries
from evaluation.recommendation import queries as recommendation_queries


@transaction.atomic
def finish(
    the_pool: RecommendationList, *, by: User, seen: Sequence[int], remark: str = "", is_nobody: bool = False
) -> ListVersion:
    """Close the pool: only those picked by now count as recommended. `seen` is as in `recommendation.submit`."""
    handing_in.require(by, the_pool)
    the_pool = handing_in.locked(the_pool)
    handing_in.refuse(pool_queries.keeps_open(the_pool))
    picked = recommendation_queries.picks(recommendation_queries.candidates(the_pool))
    if list(seen) != [one.pk for one in picked]:
        raise Stale
    problems = []
    if not picked and not is_nobody:
        problems.append("没有选定支部。如经研究本年度不选定，请勾选确认。")
    handing_in.refuse(problems)
    version = handing_in.hand_in(the_pool, by=by, order=[one.pk for one in picked], remark=remark.strip())
    news = ListNews.What.POOL_DONE
    ListNews.objects.create(list=the_pool, what=news, cap_before=the_pool.cap, at=version.at)
    return version
