"""A field's label stands once, in its model; forms and tables take it from there."""

import ast
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from branches.labels import label_of, labelled_by
from branches.models import Branch, Unit
from tests.plugins.databases import ROOT

OTHER_THINGS = {
    ("held_on", "会议日期"): "of a meeting that only its minutes know",
    ("chair", "主持人"): "the same",
    ("reason", "理由"): "asked for by moves that keep it as their note, and by the return of a sheet",
    ("basis", "书面依据"): "of how small units take part, which the year keeps under another name",
    ("name", "姓名"): "a column of a clerk's workbook, which he knows by these words whatever a page calls it",
    ("at", "上传时间"): "of a piece of evidence, whose own column has no words",
    ("on", "日期"): "the day for which reminders are foreseen",
    ("cap", "名额"): "counted over a unit, with its part of the pool",
}
"""What has the name and the words of a column and is none."""


def columns() -> set[tuple[str, str]]:
    """(name, label) of every column of our models."""
    models = [model for app in ("branches", "evaluation") for model in apps.get_app_config(app).get_models()]
    return {(field.name, label_of(model, field.name)) for model in models for field in model._meta.concrete_fields}


def typed(source: str) -> Iterator[tuple[str, str]]:
    """(name, label) of the form fields and table columns of a module whose label is typed by hand.

    The headings of an imported file are no labels: they stay when a label changes.
    """
    tree = list(ast.walk(ast.parse(source)))
    of_files = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "branches.spreadsheet.table"
        and "Column" in {name.name for name in node.names}
        for node in tree
    )
    for node in tree:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
            for keyword in node.value.keywords:
                if keyword.arg == "label" and isinstance(keyword.value, ast.Constant):
                    yield node.targets[0].id, keyword.value.value
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Column" and not of_files
        ):
            match node.args:
                case [ast.Constant(value=str(label)), ast.Constant(value=str(path)), *_]:
                    yield path.split(".")[-1].removeprefix("get_").removesuffix("_display"), label


def sources() -> Iterator[str]:
    for app in ("branches", "evaluation"):
        for path in (ROOT / app).rglob("*.py"):
            if not {"migrations", "typesetting"} & set(path.parts):
                yield path.read_text()


def test_no_label_of_a_column_is_typed_again():
    again = {one for source in sources() for one in typed(source)} & columns()
    assert again == set(OTHER_THINGS)


@pytest.mark.parametrize(
    "source",
    [
        'class F:\n    named_on = forms.DateField(label="命名日期")',
        'Column("命名日期", "named_on", sort="named_on")',
        'Column("命名日期", "honour.named_on")',
    ],
)
def test_a_label_that_is_typed_again_would_be_found(source):
    assert set(typed(source)) & columns() == {("named_on", "命名日期")}


def test_the_headings_of_a_file_are_no_labels():
    column = 'Column("命名日期", "named_on", day)'
    assert set(typed(f"from branches.spreadsheet.table import Column\n{column}")) == set()
    assert set(typed(f"from branches.pages.tables import Column\n{column}")) == {("named_on", "命名日期")}


@labelled_by(Branch)
class BranchForm(forms.Form):
    full_name = forms.CharField()
    short_name = forms.CharField(label="怎么简称")
    base_version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_form_speaks_in_the_words_of_its_model():
    form = BranchForm()
    assert form.fields["full_name"].label == label_of(Branch, "full_name") == "党支部全称"
    assert form.fields["short_name"].label == "怎么简称"


def test_a_shown_field_without_a_label_and_without_a_column_is_a_mistake():
    class Wrong(forms.Form):
        colour = forms.CharField()

    with pytest.raises(FieldDoesNotExist):
        labelled_by(Branch)(Wrong)


def test_what_is_no_column_has_no_label():
    with pytest.raises(TypeError, match="no column of Unit"):
        label_of(Unit, "branches")
