"""The command line: `python -m tanggap <command>`; `bin/tanggap` is the same for people."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

from tanggap.config.env import Misconfigured
from tanggap.config.postgres import ServerFailed


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    try:
        if settings.CLUSTER:
            settings.CLUSTER.use()
    except (Misconfigured, ServerFailed) as trouble:
        sys.exit(str(trouble))
    execute_from_command_line(["tanggap", *sys.argv[1:]])


if __name__ == "__main__":
    main()
