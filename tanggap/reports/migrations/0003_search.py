"""The index behind ``reports.searching``: its expression must stay word for word that of ``searching.Told``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_number_sequence")]

    operations = [
        migrations.RunSQL(
            [
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                """
                CREATE INDEX report_told ON reports_report
                USING gin (upper(words || ' ' || street || ' ' || landmark) gin_trgm_ops)
                """,
            ],
            ["DROP INDEX report_told"],
        )
    ]
