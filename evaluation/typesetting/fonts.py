"""Which font file plays which role, decided by fontconfig from `fonts.conf` and the configured folder of fonts.

`configure` has to run before WeasyPrint looks for fonts; `engine` sees to that and is the only module importing it.
"""

import logging
import os
import shutil
import subprocess
import tempfile
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings

RULES = Path(__file__).with_name("fonts.conf")
log = logging.getLogger(__name__)


class Role(StrEnum):
    """What a typeface is for; the value is the family name that style sheets use."""

    TITLE = "GW XiaoBiaoSong"
    BODY = "GW FangSong"
    KAI = "GW Kai"
    HEI = "GW Hei"
    SONG = "GW Song"


class FontFile(NamedTuple):
    path: str
    number: int
    """Of the face within a collection."""
    family: str


def configure() -> None:
    """Point fontconfig of this process at our rules and at the folder of fonts. Idempotent."""
    folder = Path(settings.FONTS_DIR)
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(folder))}</dir><include>{escape(str(RULES))}</include>"
        f"<cachedir>{escape(str(settings.DATA_DIR / 'font-cache'))}</cachedir></fontconfig>"
    )
    wrapper = Path(settings.DATA_DIR) / "fonts.conf"
    if not wrapper.is_file() or wrapper.read_text() != text:
        # Replaced in one step: another process may be reading it.
        with tempfile.NamedTemporaryFile("w", dir=wrapper.parent, delete=False) as fresh:
            fresh.write(text)
        Path(fresh.name).chmod(0o644)
        Path(fresh.name).replace(wrapper)
    os.environ["FONTCONFIG_FILE"] = str(wrapper)


@cache
def resolve(role: Role) -> FontFile:
    """The file that fontconfig picks for `role`. Says once in the log when an open stand-in is missing."""
    configure()
    command = shutil.which("fc-match")
    if command is None:
        raise FileNotFoundError("fc-match is missing: install Debian's package fontconfig.")
    answer = subprocess.run(  # noqa: S603 - a fixed command with a fixed pattern
        [command, "--format", "%{file}\n%{index}\n%{family[0]}", f"{role}:lang=zh-cn"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout.split("\n")
    font = FontFile(answer[0], int(answer[1]) & 0xFFFF, answer[2])
    if role is Role.BODY and font.family.startswith(("Noto", "Source Han")):
        log.warning("No 仿宋 is installed: documents are set in %s. See docs/fonts.md.", font.family)
    return font
