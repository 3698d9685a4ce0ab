"""Twelve things that no log may tell, put where people put them: into rows, addresses, fields, cookies and names of files."""

import runpy
from base64 import b32encode
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextField
from django.forms import FileField
from gunicorn.glogging import SafeAtoms

from branches.models import User
from sizhiqiang.server_log import Logger
from tests.plugins.databases import ROOT
from tests.support import files, guards, hostile_values
from tests.support.visiting import Visitor

NAME, PHONE, EMAIL, FACTS = "欧阳金丝雀", "1381111", "canary@example.", "金丝雀违纪的事实"
PASSWORD, CODE, QUERY, NOTE, FILE = "Canary-password-7", "604193", "金丝雀查询", "金丝雀的说明", "金丝雀的总结"
PHONE_KEY = b"canary-of-a-phone-20"
"""What the second factor's phone and the site share, in place of one by chance."""


def in_rows() -> None:
    """Everybody is called so, can be called so, and every fact behind a disqualification reads so."""
    guards.lift()
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(
            name=f"{NAME}{user.pk}", phone=f"{PHONE}{user.pk:04}", email=f"{EMAIL}{user.pk}.test"
        )
    for model in apps.get_models():
        if any(field.name == "facts" and isinstance(field, TextField) for field in model._meta.concrete_fields):
            model._default_manager.update(facts=FACTS)


def fields() -> dict[str, Any]:
    """Every field of every form, filled in."""
    said = {"name": NAME, "phone": PHONE, "email": f"{EMAIL}test", "facts": FACTS, "code": CODE, "q": QUERY}
    of_files = {
        name for form in hostile_values.forms_of_ours() for name, field in form.base_fields.items()
        if isinstance(field, FileField)
    }  # fmt: skip
    found: dict[str, Any] = {}
    book = files.xlsx()
    for name in hostile_values.field_names():
        found[name] = PASSWORD if "password" in name else said.get(name, NOTE)
        if name in of_files:
            found[name] = SimpleUploadedFile(f"{FILE}.xlsx", book)
    return found


def looked_for(guests: dict[str, Visitor], feed: str) -> dict[str, list[str]]:
    """What must stand in no line, by what it is."""
    sessions = (guest.signed_in.get(settings.SESSION_COOKIE_NAME) for guest in guests.values())
    return {
        "password": [PASSWORD],
        "key of a calendar": [feed],
        "what was searched for": [QUERY],
        "name of a person": [NAME],
        "telephone": [PHONE],
        "mail address": [EMAIL],
        "facts behind a disqualification": [FACTS],
        "code that works once": [CODE],
        "key of a session": [key for key in sessions if key],
        "secret of the second factor": [b32encode(PHONE_KEY).decode(), PHONE_KEY.decode(), PHONE_KEY.hex()],
        "name of a file": [FILE],
        "note": [NOTE],
    }


def found(canaries: dict[str, list[str]], lines: list[str]) -> set[str]:
    """Which of them stand in any line, as they are or as an address spells them."""
    spelt = {what: {spelling for word in words for spelling in (word, quote(word))} for what, words in canaries.items()}
    return {what for what, words in spelt.items() if any(word in line for line in lines for word in words)}


def access_line(environ: dict[str, Any]) -> str:
    """What gunicorn says of a request where somebody has turned its access log on."""
    asked = {"RAW_URI": f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}", **environ}
    answer = SimpleNamespace(status="200 OK", sent=0, headers=[])
    # Only what it says is asked of it: no file is opened.
    atoms = Logger.__new__(Logger).atoms(answer, SimpleNamespace(headers=[]), asked, timedelta())
    return str(access_log_format() % SafeAtoms(atoms))


def access_log_format() -> str:
    return str(runpy.run_path(str(ROOT / "deploy/gunicorn.conf.py"))["access_log_format"])


def searched_on(address: str) -> tuple[str, None]:
    return f"{address}?q={quote(QUERY)}", None


def filled_in(address: str) -> tuple[str, dict[str, Any]]:
    return address, fields()


WAYS = (searched_on, filled_in)
"""An address, and what is sent to it."""
