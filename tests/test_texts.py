"""What people read, as it stands in the source: names typed once, and no space between 汉字 and figures or Latin letters."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template

from branches import names
from evaluation.standards import load

ROOT = Path(__file__).parent.parent
HAN = "[〇\u4e00-\u9fff]"
GAP = re.compile(rf"{HAN} (?=[0-9A-Za-z%]|\{{(?!%))|(?:[0-9A-Za-z%]|(?<!%)\}}) (?={HAN})")
TYPED = re.compile("平顶山|市直工委|市委组织部|市直机关工委|市直机关工作委员会|“四强”党支部")

LEFT_ALONE = {
    "branches/names.py": "the one place of the names",
    "static/css/print.css": "a style sheet cannot ask: the test below compares it",
}
TWO_VALUES = {
    "{self.user} 回避 {self.candidacy}",
    "{self.visited_on} 实地查看",
    "{self.unit} {self.get_step_display()} 延至 {self.due}",
    "{self.opens_on}—{self.closes_on} 公示",
    "{self.candidacy.branch} 异议",
    "{self.candidacy} 自评",
    "{self.candidacy} 第{self.number}稿",
    "{self.decision} 第{self.number}版",
    "{self.list} 第{self.number}个名额",
    "{self.list} 第{self.number}次报送",
    "第{one.number}项 {one.title}",
    "{'继续' if begun else '开始'}填写：第{item.criterion.number}项 {item.criterion.title}",
    "第{entry['number']}项 {entry['title']}",
    "No 仿宋 is installed: documents are set in %s. See docs/fonts.md.",
}
"""A space between two values, each with words of its own, and an English sentence of the log."""


def texts(path: Path) -> Iterator[str]:
    """The strings of a module without its docstrings, f-strings with their expressions in braces; of others everything."""
    source = path.read_text()
    if path.suffix != ".py":
        yield re.sub(r"/\*.*?\*/|\{#.*?#\}|(?m:^\s*//.*$)|(?m:^#.*$)", "", source, flags=re.S)
        return
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                part.value if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
                for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (said | parts):
            yield node.value


def sources(*patterns: str) -> list[Path]:
    found = [path for pattern in patterns for path in ROOT.glob(pattern) if "migrations" not in path.parts]
    assert found
    return [path for path in found if not path.name.endswith(".min.css")]


EVERYTHING = (
    "branches/**/*.py",
    "evaluation/**/*.py",
    "sizhiqiang/*.py",
    "scripts/*.py",
    "templates/**/*.*",
    "static/js/*.js",
    "static/js/scoring/*.js",
    "static/css/*.css",
)


def typed(path: Path) -> list[str]:
    return [text for text in texts(path) if TYPED.search(text)]


def gaps(path: Path) -> list[str]:
    return [text for text in texts(path) if text not in TWO_VALUES and GAP.search(text)]


def test_no_name_is_typed_beside_the_one_place():
    found = {str(path.relative_to(ROOT)) for path in sources(*EVERYTHING) if typed(path)}
    assert found == set(LEFT_ALONE)


def test_figures_and_latin_letters_stand_close_to_han():
    found = {path: gaps(path) for path in sources(*EVERYTHING, "evaluation/standards/*.toml")}
    assert {str(path): some for path, some in found.items() if some} == {}


@pytest.mark.parametrize("text", ["共 3 个", "例如 2026", "超出 ${n} 字", "有 {{ n }}个", "按 Ctrl", "10% 的"])
def test_a_gap_would_be_found(tmp_path, text):
    page = tmp_path / "page.html"
    page.write_text(f"<p>{text}</p>")
    assert gaps(page)
    module = tmp_path / "module.py"
    module.write_text(f'"""共 3 个"""\nsay = f"{text.replace("$", "").replace("{{ n }}", "{n}")}"\n')
    assert len(gaps(module)) == 1


def test_a_typed_name_would_be_found(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('"""市直工委 decides."""\nsay = f"请联系市直工委{day}"\n')
    assert typed(module) == ["请联系市直工委{day}"]


@pytest.mark.parametrize("name", [name for name in vars(names) if name.isupper()])
def test_every_name_has_its_tag(name):
    assert Template(f"{{% {name.lower()} %}}").render(Context()) == getattr(names, name)


def test_what_cannot_ask_for_the_names_agrees_with_them():
    assert f'"{names.CITY_HONOUR}评定"' in (ROOT / "static/css/print.css").read_text()
    assert load("pingdingshan_2024").name == names.PLAN
