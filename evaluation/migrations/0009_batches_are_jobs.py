"""What is printed together is a job like others. Each keeps its number, so that an address that was kept still leads there."""

from django.core.management.color import no_style
from django.db import migrations


def hand_over(apps, schema_editor):
    batches, jobs = apps.get_model("evaluation", "Batch"), apps.get_model("branches", "Job")
    jobs.objects.bulk_create(
        [
            jobs(
                pk=batch.pk,
                kind="print",
                queue="typesetting",
                title=f"{batch.title}（{batch.total}份）"[:100],
                payload={"notices": batch.notices},
                total=batch.total,
                done=batch.done,
                by_id=batch.by_id,
                at=batch.at,
                token=batch.token,
                claimed_at=batch.claimed_at,
                attempts=batch.attempts,
                cancelled_at=None if batch.finished_at else batch.cancelled_at,
                finished_at=batch.finished_at,
                file=batch.file.name or "",
                failure=batch.failure,
            )
            for batch in batches.objects.order_by("pk")
        ],
        batch_size=500,
    )
    connection = schema_editor.connection
    for statement in connection.ops.sequence_reset_sql(no_style(), [jobs]):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0008_duties"), ("branches", "0006_jobs")]

    operations = [
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="Batch"),
    ]
