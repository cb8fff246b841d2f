from django.db import migrations


class Migration(migrations.Migration):
    """The sequence from which report numbers are drawn, so that filings never wait for each other."""

    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE reports_number", "DROP SEQUENCE reports_number"),
    ]
