"""`tanggap doctor`: says in plain words what is misconfigured."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from tanggap.config.diagnosis import diagnose


class Command(BaseCommand):
    help = "Says what is misconfigured and what to do about it; exit code 1 where something must be mended."
    requires_system_checks: list[str] = []  # the findings say it in order and in words

    def handle(self, *args: Any, **options: Any) -> None:
        findings = sorted(diagnose(), reverse=True)
        for finding in findings:
            style = self.style.ERROR if finding.is_error else self.style.WARNING
            self.stdout.write(style("must  " if finding.is_error else "may   ") + finding.sentence)
        if any(finding.is_error for finding in findings):
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("Nothing has to be mended."))
