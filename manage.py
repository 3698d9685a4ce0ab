#!/usr/bin/env python
"""Command line of the project."""

import os
import sys

from django.core.management import execute_from_command_line

from sizhiqiang.start import readable

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sizhiqiang.settings")
    with readable():
        execute_from_command_line(sys.argv)
