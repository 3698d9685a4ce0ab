"""The colours of tokens.css keep their contrast; the style sheets keep to what old browsers know."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

CSS = settings.BASE_DIR / "static" / "css"
JS = CSS.parent / "js"
TONES = ["todo", "doing", "done", "look", "stop", "provisional", "honour", "out"]


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (CSS / "tokens.css").read_text()))


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("text", ["c-ink", "c-ink-2", "c-ink-3", "c-act", "c-act-deep", "c-err"])
@pytest.mark.parametrize("ground", ["c-bg", "c-surface"])
def test_text_reads_on_page_and_card(text, ground):
    assert contrast(tokens()[text], tokens()[ground]) >= 4.5


@pytest.mark.parametrize("tone", TONES)
def test_tags_read_on_their_ground(tone):
    assert contrast(tokens()[f"tag-{tone}"], tokens()[f"tag-{tone}-bg"]) >= 4.5


def test_links_read_where_the_mouse_is():
    assert contrast(tokens()["c-act-deep"], tokens()["c-act-soft"]) >= 4.5


@pytest.mark.parametrize("ground", ["c-brand", "c-brand-deep"])
def test_header_reads(ground):
    assert contrast("#ffffff", tokens()[ground]) >= 4.5
    assert contrast(tokens()["c-gold"], tokens()[ground]) >= 4.5


def test_controls_and_focus_are_seen():
    assert contrast(tokens()["c-ctl"], tokens()["c-surface"]) >= 3
    assert contrast(tokens()["c-ctl"], tokens()["c-bg"]) >= 3
    assert contrast(tokens()["c-ink"], tokens()["c-focus"]) >= 3


@pytest.mark.parametrize("sheet", [path.name for path in sorted(CSS.glob("*.css")) if path.name != "notice.css"])
def test_style_sheets_use_only_what_chromium_86_knows(sheet):
    text = (CSS / sheet).read_text()
    unknown = r"color-mix|@layer|@container|:has\(|:is\(|:where\(|\binset:|aspect-ratio|accent-color|margin-inline|light-dark|oklch|dvh"
    assert re.findall(unknown, text) == []


YOUNGER = (
    r"\.at\(|\.hasOwn\(|structuredClone|randomUUID|\.findLast|\.toSorted|\.toReversed|\.toSpliced|\.groupBy\(|fromAsync"
    r"|withResolvers|AbortSignal\.(?:timeout|any)|\bstatic \{|^await |\.showPopover|startViewTransition|:has\(|requestIdleCallback"
)
"""What Chromium 86 does not know, or what not every browser made of it does."""


@pytest.mark.parametrize("script", sorted(path.relative_to(JS).as_posix() for path in JS.rglob("*.js")))
def test_scripts_use_only_what_chromium_86_knows(script):
    assert re.findall(YOUNGER, (JS / script).read_text(), re.MULTILINE) == []


def test_a_younger_word_would_be_seen():
    assert re.search(YOUNGER, "rows.at(-1)") and re.search(YOUNGER, "a\nawait b", re.MULTILINE)


def test_no_template_carries_style_or_script_inside():
    inside = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)")
    pages = [path for path in (settings.BASE_DIR / "templates").rglob("*.html") if "notices" not in path.parts]
    assert [str(path) for path in pages if inside.search(path.read_text())] == []


def test_components_stay_under_forty_lines():
    folder = settings.BASE_DIR / "templates" / "components"
    assert [path.name for path in folder.glob("*.html") if len(path.read_text().splitlines()) >= 40] == []


def test_first_visit_stays_light():
    """Everything a first page needs, compressed: at most 150 KB."""
    names = [
        f"css/{name}" for name in ("tokens.css", "base.css", "layout.css", "components.css", "forms.css", "print.css")
    ]
    names += ["css/bootstrap.min.css", "img/icons.svg", "img/favicon.svg"]
    files = [finders.find(name) for name in names] + list((settings.BASE_DIR / "static/js").glob("*.js"))
    assert sum(len(gzip.compress(Path(file).read_bytes())) for file in files) < 100_000
