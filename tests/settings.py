"""The one settings file, on a database server that forgets faster and with passwords that hash faster."""

import os
from pathlib import Path

from tanggap.config import env, postgres

HERE = Path(__file__).resolve().parent.parent
HOME = env.folder("TANGGAP_HOME", HERE / "var")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

# A server for each process: the journal's seal waits for the oldest transaction of a whole server.
if WORKER and os.environ.get("TANGGAP_TEST_SERVERS"):
    HOME_OF_TESTS = HOME / WORKER
    os.environ["DATABASE_URL"] = postgres.Cluster(HOME_OF_TESTS / "postgres", durable=False).use()
else:
    HOME_OF_TESTS = HOME / "tests"
    if not env.text("DATABASE_URL"):
        os.environ["DATABASE_URL"] = postgres.Cluster(HOME_OF_TESTS / "postgres", durable=False).use()
        os.environ["TANGGAP_TEST_SERVERS"] = "own"
os.environ["TANGGAP_HOME"] = str(HOME_OF_TESTS)

from tanggap.config.settings import *  # noqa: E402, F403  (reads the environment set above)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# Boundary logic is tested on polygons of the test's own making; who wants the real file asks for `boundaries_file`.
BOUNDARIES = ROADS = TILES = ""
