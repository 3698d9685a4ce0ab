"""Writes the order of rooms into docs/architecture.md, from the contracts in pyproject.toml: part of `make docs`."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms: written by make docs -->\n", "<!-- end of rooms -->\n"


def order() -> str:
    """Both apps' rooms from low to high, as a block of Markdown."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = [
        f"{contract['containers'][0]}: {' < '.join(layer.replace(' : ', ' · ') for layer in reversed(contract['layers']))}"
        for contract in contracts
        if contract["type"] == "layers"
    ]
    return "\n".join(["```text", *lines, "```", ""])


def written(page: str) -> str:
    """The page with today's order in its place."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{order()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
