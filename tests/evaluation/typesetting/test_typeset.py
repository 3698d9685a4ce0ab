"""Typesetting as a function: pure, repeatable, safe in threads, and open about rare names."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluation.typesetting import fonts, typeset
from tests.support.typesetting import samples


def test_same_facts_give_the_same_bytes() -> None:
    facts = samples.naming(3)
    assert typeset.render("naming", facts) == typeset.render("naming", facts)


def test_threads_do_not_disturb_each_other() -> None:
    documents = [samples.naming(n) for n in (1, 2, 3, 4)]
    alone = [typeset.render("naming", facts) for facts in documents]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda facts: typeset.render("naming", facts), documents)) == alone


def test_facts_are_not_changed() -> None:
    facts = samples.naming(2)
    typeset.render("naming", facts)
    assert facts == samples.naming(2)


def test_rare_names_are_reported() -> None:
    facts = samples.naming(units=[{"unit": "平顶山市喆昇局", "branches": ["王喆祎工作室党支部", "机关党支部"]}])
    assert typeset.rare("naming", facts) == ["王喆祎工作室党支部", "平顶山市喆昇局"]
    assert typeset.rare("naming", samples.naming(2)) == []


def test_make_setup_has_given_every_role_its_typeface() -> None:
    families = {role: fonts.resolve(role).family for role in fonts.Role}
    assert families[fonts.Role.BODY] != families[fonts.Role.KAI] != families[fonts.Role.SONG]
    assert not families[fonts.Role.BODY].startswith("Noto"), "run make setup: 仿宋 is missing"


def test_missing_fangsong_is_said_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A folder of fonts without 仿宋 falls back to Noto Serif."""
    monkeypatch.setattr("django.conf.settings.FONTS_DIR", "/nonexistent")
    fonts.resolve.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            family = fonts.resolve(fonts.Role.BODY).family
            fonts.resolve(fonts.Role.BODY)
    finally:
        monkeypatch.undo()
        fonts.resolve.cache_clear()
        fonts.configure()
    if family.startswith("Noto"):
        assert len([record for record in caplog.records if "仿宋" in record.getMessage()]) == 1


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        typeset.render("poster", {})
