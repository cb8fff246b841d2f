"""The search and its index say the same: otherwise each search reads the whole table."""

import pytest
from django.db import connection

from tanggap.reports.models import Report
from tanggap.reports.searching import telling

pytestmark = pytest.mark.django_db


def test_search_uses_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "report_told" in Report.objects.filter(telling("berlubang")).explain()
