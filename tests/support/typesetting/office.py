"""Converts .docx by LibreOffice, with the stand-ins in the parts of the official fonts: the page as an office gets it."""

import os
import re
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

from evaluation.typesetting.docx.parts import FONTS
from evaluation.typesetting.fonts import RULES, Role

NOT_READ = {
    "style:text-autospace": "none",
    "style:punctuation-wrap": "simple",
}
"""LibreOffice 7 does not read what a .docx says of blanks between characters and figures and of hanging marks (autoSpaceDE,
autoSpaceDN, overflowPunct), which WPS and Word do read. It is put in by hand, between the two halves of the conversion."""


def converted(documents: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The PDF of each document by its name."""
    for name, content in documents.items():
        (folder / f"{name}.docx").write_bytes(content)
    _convert("fodt", [folder / f"{name}.docx" for name in documents], folder)
    flat = [folder / f"{name}.fodt" for name in documents]
    for path in flat:
        text = path.read_text()
        for attribute, value in NOT_READ.items():
            text = re.sub(f'{attribute}="[^"]*"', f'{attribute}="{value}"', text)
        path.write_text(text)
    _convert("pdf", flat, folder)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in documents}


def _convert(kind: str, files: list[Path], folder: Path) -> None:
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, files)],
        env=os.environ | {"FONTCONFIG_FILE": str(_fonts(folder))},
        check=True,
        capture_output=True,
        timeout=500,
    )


def _fonts(folder: Path) -> Path:
    """Rules for fontconfig by which an official font's name leads to whatever plays its part here."""
    path = folder / "fonts.conf"
    names = "".join(
        f'<match target="pattern"><test name="family"><string>{FONTS[role]}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{role}</string></edit></match>'
        for role in Role
    )
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(settings.FONTS_DIR))}</dir>{names}<include>{escape(str(RULES))}</include>"
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>"
    )
    return path
