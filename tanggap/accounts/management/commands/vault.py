"""`tanggap vault rotate` and `tanggap vault status`: the keys of the identity vault."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Count

from tanggap.accounts import sealing, second_factor, vault
from tanggap.accounts.models import Identity


class Command(BaseCommand):
    """To rotate: put a new key in front (``2:...,1:...``), restart, rotate, then take the old key away."""

    help = "Shows the vault's keys in use (status), or seals everything under the newest one (rotate)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["status", "rotate"])

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if act == "rotate":
            identities, factors = vault.rotate(), second_factor.reseal()
            self.stdout.write(f"{identities} identities and {factors} second factors sealed anew.")
        counts = dict(Identity.objects.values_list("key_version").annotate(Count("pk")))
        for version in sorted({*settings.VAULT_KEYS, *counts}):
            state = "newest" if version == sealing.newest_version() else "older"
            state = state if version in settings.VAULT_KEYS else "MISSING"
            self.stdout.write(f"key {version} ({state}): {counts.get(version, 0)} identities")
