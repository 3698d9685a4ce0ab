"""The blocks of commands in the handbook, and which of them no test runs: part of `make docs`."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "docs" / name for name in ("operations.md", "fonts.md", "once-a-year.md")]
"""In the order in which their blocks follow each other."""

BLOCK = re.compile(
    r"(?<=^```sh\n)(?P<mark># Not run by the tests: needs [^\n]+\n)?(?P<commands>.*?)(?=^```$)", re.M | re.S
)
NEEDS = {
    r"docker|deploy/try": "a container engine.",
    r"systemctl": "systemd as the first process.",
    r"apt-get|useradd": "root on a Debian with its archive.",
    r"pip install(?! --no-index)|make wheels": "the package index.",
    r"pip install --no-index": "the wheels.",
    r"age-keygen": "another machine, with Debian's package age.",
}
"""What a command that no test can run stands for."""


@dataclass(frozen=True)
class Block:
    commands: str
    is_marked: bool

    @property
    def mark(self) -> str:
        """What it needs that the tests do not have, as its first line; "" where they run it."""
        needed = [what for command, what in NEEDS.items() if re.search(rf"(?<![\w.-])({command})\b", self.commands)]
        return f"# Not run by the tests: needs {needed[0]}\n" if needed else ""


def blocks(page: str) -> list[Block]:
    return [Block(found["commands"], bool(found["mark"])) for found in BLOCK.finditer(page)]


def written(page: str) -> str:
    """The page with a mark at each block that is not run, and none at any other."""
    return BLOCK.sub(lambda found: Block(found["commands"], False).mark + found["commands"], page)


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(written(path.read_text()))
