"""综合考评意见: what the leading Party group says of each branch that it recommends or puts forward (方案 四（三）, D54)."""

from collections.abc import Mapping

from django.db import transaction

from branches import audit, clock
from branches.models import User
from evaluation.advance import Refused
from evaluation.models import Appraisal, Candidacy, RecommendationList
from evaluation.recommendation import handing_in
from evaluation.recommendation import queries as recommendation_queries

LIMIT = 500
"""Characters of one opinion."""


@transaction.atomic
def keep(the_list: RecommendationList, texts: Mapping[int, str], *, by: User) -> None:
    """Keep what was written so far, by case, while the list is open; nothing has to be complete."""
    handing_in.require(by, the_list)
    the_list = handing_in.locked(the_list)
    handing_in.refuse(handing_in.unfinished(the_list))
    for case in recommendation_queries.seated(the_list):
        write(case, texts.get(case.pk, ""), by=by)


def write(case: Candidacy, text: str, *, by: User) -> None:
    """Write one down, within the transaction of an act that may. An empty one takes nothing back."""
    text = text.strip()
    if len(text) > LIMIT:
        raise Refused(f"{case.branch.short_name}的综合考评意见最多写{LIMIT}字，超出{len(text) - LIMIT}字，请删减。")
    if not text or text == recommendation_queries.appraisals([case.pk]).get(case.pk):
        return
    Appraisal.objects.update_or_create(candidacy=case, defaults={"text": text, "by": by, "at": clock.now()})
    audit.record("填写综合考评意见", case, by=by, candidacy=case.pk, text=text)
