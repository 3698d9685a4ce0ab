"""Permission rows, which no journal notes, held against what they follow from: posts and teams.

A row that is left of a post or a team that has ended gives nothing and goes at night: it is not called wrong.
"""

from branches import access
from branches.models import Appointment
from branches.models.granted import of_posts
from evaluation.assessment.team import acting_members, of_members
from evaluation.integrity.chains import Result
from evaluation.models import AssessmentTeam, TeamMember


def check() -> Result:
    """Rows that no post and no team ever gave, and those that are lacking, a line each."""
    wanted = of_posts(access.not_ended()) | {AssessmentTeam: of_members(acting_members())}
    given = of_posts(Appointment.objects.all()) | {AssessmentTeam: of_members(TeamMember.objects.all())}
    found = Result("permissions")
    for model, lasting in wanted.items():
        table, present = access.table_of(model)._meta.db_table, access.projected(model)
        found.count += len(present)
        unfounded = sorted(pk for key, pk in present.items() if key not in given[model])
        found.add([f"{table} {pk}: follows from no post and no team" for pk in unfounded])
        lacking = sorted(lasting - present.keys())
        found.add([f"{table}: user {user} lacks {code} over {place}" for user, code, place in lacking])
    return found
