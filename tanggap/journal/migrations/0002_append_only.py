"""The database itself refuses to change or remove what the journal holds."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

# Per statement, so that even one that would touch no row is refused; ALWAYS, so that a session which plays
# a replica (session_replication_role) is refused too.
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;
"""
UNGUARD = "DROP TRIGGER append_only ON {table};"


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION journal_refuse();"),
        migrations.RunSQL(GUARD.format(table="journal_event"), UNGUARD.format(table="journal_event")),
        migrations.RunSQL(GUARD.format(table="journal_seal"), UNGUARD.format(table="journal_seal")),
    ]
