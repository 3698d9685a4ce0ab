"""The project's settings in a test run: demo mode, files in a scratch folder that goes with the run, cheap passwords.

The scratch folder is made by the first process and handed on to its children (pytest-xdist workers, servers).
"""

import atexit
import os
import shutil
import tempfile

if "TEST_DATA_DIR" not in os.environ:
    os.environ["TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="sizhiqiang-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_DATA_DIR"], ignore_errors=True)
os.environ.update(DEMO="1", DATA_DIR=os.environ["TEST_DATA_DIR"])
# The template of the databases outlasts the folder, and with it what was sealed.
os.environ.setdefault("SEAL_KEY", "the seals of the tests are broken by nobody")

from sizhiqiang.settings import *  # noqa: F403
from sizhiqiang.settings import MEDIA_ROOT, STATIC_ROOT

STATIC_ROOT.mkdir(exist_ok=True)
# Files are named by the ids of their owners, and each worker counts its own.
MEDIA_ROOT = MEDIA_ROOT / os.environ.get("PYTEST_XDIST_WORKER", "")

# Argon2 is slow on purpose; the suite logs in thousands of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Each test's client makes its middleware anew: the static files are not to be listed each time.
WHITENOISE_AUTOREFRESH = True
