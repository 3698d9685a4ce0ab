"""What an uploaded file really is: what offices make is kept, what means harm is refused with a sentence that helps."""

import contextlib
import resource
import sys
from io import BytesIO
from time import perf_counter
from xml import sax
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from evaluation import uploads
from evaluation.uploads import Cause, Unfit, archive, commands, images, markup, packages, pdf, pdf_judge, wording
from tests.support import files
from tests.support.files import sent
from tests.support.uploads import good, hostile, pdfs
from tests.support.uploads.hostile_office import replaced
from tests.support.uploads.office import word

GOOD, HOSTILE = good.good(), hostile.hostile()

VARIANTS = (
    "a name in hex",
    "a key in hex",
    "a script in octal",
    "a script in an object stream",
    "an action step by step",
    "an action that follows another",
    "an attachment by name",
    "an attachment by note",
    "a script added later",
    "a form in XFA",
    "a place in another file",
    "a template, said in UTF-16",
    "entities in UTF-16",
    "a template on the net",
    "a document in a document",
    "macros behind a chart",
    "a page as a chunk",
    "a command by a field in pieces",
)
"""The attack that a search for words in the bytes does not see."""
THOUGHT_OF_BESIDES = (
    "a script taken out later",
    "an object stream outside the table",
    "a picture that lies elsewhere",
    "a page of another file",
    "a PDF that unfolds without end",
    "a script of WPS",
    "a web extension of WPS",
    "a script in a drawing",
    "a command by a field in a field",
    "a picture by a field, on a share",
    "a command by a formula",
    "styles on the net, said to lie within",
    "something between the parts",
    "a program called a picture",
    "an encoding that hides",
    "a chart behind a chart",
    "an OFD that opens a page of itself",
)


NEEDS_THE_PROCESS = "a PDF that unfolds without end"


DAMAGED = {
    **{
        part: ZipFile(BytesIO(word().bytes())).read(part)
        for part in ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
    },
    "whole": word().bytes(),
    "pdf": pdfs.sealed(),
}


@pytest.fixture
def at_once(request, monkeypatch):
    """PDFs judged here by the same judge: a process for each would take a fifth of a second."""
    if request.node.callspec.params["name"] != NEEDS_THE_PROCESS:
        monkeypatch.setattr(pdf, "_judged", pdf_judge.judge)


def refusal(name: str) -> Unfit:
    title, make, _ = HOSTILE[name]
    with pytest.raises(Unfit) as unfit:
        uploads.inspect(sent(title, make()))
    return unfit.value


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("name", GOOD)
def test_what_offices_make_is_kept(name):
    title, make = GOOD[name]
    upload = uploads.inspect(sent(title, make()))
    assert upload.content
    assert 0 < len(upload.title) <= 100


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_means_harm_is_refused_and_told_what_to_do(name):
    unfit = refusal(name)
    assert unfit.cause is Cause[HOSTILE[name][2]]
    assert str(unfit).startswith("“材料”") and str(unfit).endswith("。")


def test_enough_files_of_each_kind_are_tried():
    assert len(GOOD) >= 40 and len(HOSTILE) >= 60
    assert len(VARIANTS) == 18 and len(THOUGHT_OF_BESIDES) >= 12
    assert {*VARIANTS, *THOUGHT_OF_BESIDES} <= set(HOSTILE)


def test_every_sentence_says_what_to_do():
    for cause in Cause:
        assert any(said in cause.value for said in ("请", "可以")), cause


# In a process of its own


@pytest.mark.parametrize("name", ["a PDF with two seals", "a PDF typeset"])
def test_a_good_pdf_passes_the_process(name):
    assert uploads.inspect(sent(GOOD[name][0], GOOD[name][1]())).extension == ".pdf"


@pytest.mark.parametrize("name", ["a script in an object stream", "a PDF with a password", "half a PDF"])
def test_a_bad_pdf_does_not_pass_the_process(name):
    assert refusal(name).cause is Cause[HOSTILE[name][2]]


@pytest.mark.parametrize(
    ("judge", "cause"),
    [
        ("while True: pass", Cause.INTRICATE),
        ("import os; os.kill(os.getpid(), 11)", Cause.INTRICATE),
        ("print('FIT'); raise MemoryError", Cause.INTRICATE),
        ("print('anything')", Cause.INTRICATE),
    ],
)
def test_a_judge_that_is_stopped_means_a_refusal(judge, cause, tmp_path, monkeypatch):
    script = tmp_path / "judge.py"
    script.write_text(judge)
    monkeypatch.setattr(pdf, "_JUDGE", script)
    monkeypatch.setattr(pdf, "_SECONDS", 1)
    with pytest.raises(Unfit) as unfit:
        uploads.inspect(sent())
    assert unfit.value.cause is cause


def test_no_judge_to_be_had_asks_to_come_again(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(Unfit) as unfit:
        uploads.inspect(sent())
    assert unfit.value.cause is Cause.BUSY


def test_the_judge_limits_itself_and_knows_no_secret(tmp_path, monkeypatch):
    script = tmp_path / "judge.py"
    script.write_text(
        f"import os, sys, resource; sys.path.insert(0, {str(pdf._JUDGE.parent)!r}); import pdf_judge; pdf_judge._limit()\n"
        "limits = [resource.getrlimit(one)[1] for one in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE)]\n"
        "print(*limits, 'SECRET_KEY' in os.environ, end='')"
    )
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setattr(pdf, "_JUDGE", script)
    assert pdf._judged(b"") == f"{pdf_judge._WORK} {pdf_judge._SPACE} 0 False"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] != 0


@pytest.mark.soak
@pytest.mark.figure(18, "60 hostile files 60 stopped, 40 good 40 accepted, an ordinary one within a second")
def test_soak_every_file_as_a_site_judges_it(measured):
    kept, times = [], []
    for name, (title, make) in GOOD.items():
        file = sent(title, make())
        begun = perf_counter()
        kept.append(uploads.inspect(file))
        times.append((perf_counter() - begun, name))
    for name in HOSTILE:
        assert refusal(name).cause is Cause[HOSTILE[name][2]]
    slowest, which = max(times)
    middle = sorted(times)[len(times) // 2][0]
    measured(f"{len(HOSTILE)} stopped, {len(kept)} kept; {middle:.2f} s, {which} {slowest:.2f} s")


@settings(max_examples=60, deadline=None)
@given(st.data())
@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "whole", "pdf"])
def test_a_damaged_file_is_kept_or_refused_and_nothing_else(part, data):
    damaged = bytearray(DAMAGED[part])
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    content = bytes(damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))])
    if part == "pdf":
        assert pdf_judge.judge(content) in {"FIT", *Cause.__members__}
        return
    with contextlib.suppress(Unfit):
        uploads.inspect(sent("a.docx", content if part == "whole" else replaced(part, content)))


# Every guard is needed: without it, what it alone refuses is kept


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("where", "guard", "instead", "name"),
    [
        (
            packages.allowed,
            "RELATIONS",
            type("All", (), {"__contains__": lambda self, kind: True})(),
            "a connection to data",
        ),
        (
            packages.allowed,
            "PARTS",
            type("All", (), {"__contains__": lambda self, kind: True})(),
            "a part of a kind that nobody knows",
        ),
        (packages, "leads_outward", lambda target: True, "a link to a program"),
        (packages, "has_a_scheme", lambda target: False, "styles on the net, said to lie within"),
        (packages, "check_picture", lambda content: None, "a program called a picture"),
        (packages, "is_another_file", lambda content: False, "a program called a font"),
        (markup, "make_parser", sax.make_parser, "a DTD from elsewhere"),
        (markup, "_ENCODINGS", {"windows-1252", "utf-8"}, "an encoding that hides"),
        (markup, "_DEEPEST", 10**6, "elements without end"),
        (archive, "_lie_side_by_side", lambda *_: True, "something between the parts"),
        (wording, "check_field", lambda code: None, "a command by a field in pieces"),
        (wording, "_REACH_OUT", {}, "a letter to many with its own source"),
        (images, "_MOST_PASSES", 10**9, "a photograph in passes without end"),
        (wording, "check_formula", lambda formula: None, "a command by a formula"),
        (commands, "_FIELDS", commands._FIELDS + " INCLUDETEXT", "a text by a field"),
        (pdf_judge, "_IN_ANY_VERSION", {}, "a script outside the table"),
        (pdf_judge, "_COMPRESSED_OBJECTS", pdf_judge._spellings("Nothing"), "an object stream outside the table"),
        (pdf_judge, "_judge_actions", lambda key, value: None, "an action that nobody knows"),
        (pdf_judge, "_leads_outward", lambda address: True, "a script in octal"),
        (pdf_judge, "_KEYS", {}, "an associated file"),
        (pdf_judge, "_KINDS", {}, "a picture that runs"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_without_a_guard_what_it_refuses_would_be_kept(where, guard, instead, name, monkeypatch):
    monkeypatch.setattr(where, guard, instead)
    uploads.inspect(sent(HOSTILE[name][0], HOSTILE[name][1]()))


def test_a_file_of_more_elements_than_anybody_writes_is_too_much(monkeypatch):
    data = word("<w:p/>" * 2000).bytes()
    uploads.inspect(sent("a.docx", data))
    monkeypatch.setattr(markup, "_MOST_ELEMENTS", 1000)
    with pytest.raises(Unfit) as unfit:
        uploads.inspect(sent("a.docx", data))
    assert unfit.value.cause is Cause.SWOLLEN


def test_a_pdf_of_more_things_than_anybody_writes_is_too_much(monkeypatch):
    data = pdfs.raw({9: b"[" + b"[]" * 2000 + b"]"})
    assert pdf_judge.judge(data) == "FIT"
    monkeypatch.setattr(pdf_judge, "_MOST_VALUES", 1000)
    assert pdf_judge.judge(data) == Cause.INTRICATE.name


# Titles and pictures


def test_type_is_judged_by_content_and_never_by_name():
    upload = uploads.inspect(sent("a.exe", files.image("PNG")))
    assert (upload.content_type, upload.extension) == ("image/png", ".png")


def test_photograph_is_turned_upright_and_loses_its_metadata():
    upload = uploads.inspect(sent("照片.jpg", GOOD["a photograph held upright"][1]()))
    with Image.open(BytesIO(upload.content)) as image:
        assert image.size == (20, 60)
        assert not image.getexif()


@pytest.mark.parametrize("name", ["half a picture", "half a photograph", "a picture with a text that unfolds"])
def test_half_a_picture_is_refused_even_where_the_typesetter_allows_it(name, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    refusal(name)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_large_photograph_is_made_smaller():
    upload = uploads.inspect(sent("照片.jpg", GOOD["a large photograph"][1]()))
    with Image.open(BytesIO(upload.content)) as image:
        assert max(image.size) == 2400


def test_a_sealed_document_is_kept_to_the_byte():
    data = pdfs.sealed()
    assert uploads.inspect(sent("决定.pdf", data)).content == data


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd.pdf", "passwd"),
        ("C:\\Users\\a\\总结.pdf", "总结"),
        ("总结\u202efdp.exe", "总结fdp"),
        ("a\x00b\n.pdf", "ab"),
        (".pdf", "未命名材料"),
        ("", "未命名材料"),
        ("长" * 300, "长" * 100),
    ],
)
def test_title_has_no_folders_and_nothing_invisible(name, title):
    assert uploads.title_of(name) == title
