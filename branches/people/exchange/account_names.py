"""The account of whoever brought none: the full pinyin of the name, numbered from the second one on."""

import re

from pypinyin import Style, lazy_pinyin


class AccountNames:
    """Gives each name an account that nobody has, case aside."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = {name.lower() for name in taken}
        self.last: dict[str, int] = {}

    def take(self, name: str) -> str:
        spelled = "".join(lazy_pinyin(name, style=Style.NORMAL)).lower()
        base = re.sub(r"[^a-z0-9]", "", spelled)[:40] or "user"
        number = self.last.get(base, 0)
        while True:
            number += 1
            made = base if number == 1 else f"{base}{number}"
            if made not in self.taken:
                self.taken.add(made)
                self.last[base] = number
                return made
