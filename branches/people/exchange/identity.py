"""Who is who: the account; else name and telephone; else name and branch, if one fits; else the clerk is asked.

Nobody is guessed. Two people of one name are told apart without asking only where both telephone and unit say so.
"""

from branches.people.exchange.asking import Ask
from branches.people.exchange.columns import HEADING, Wrong, is_mobile
from branches.people.exchange.snapshot import Known, Snapshot
from branches.spreadsheet.cells import spelling
from branches.spreadsheet.doubts import Choice, Doubt
from branches.spreadsheet.table import Line

OTHER = "other"


def person_of(line: Line, place: tuple[int | None, int | None], found: Snapshot, ask: Ask) -> Known:
    """The person meant; somebody new as a `Known` without number. Raises Wrong or Unanswered.

    `place` is the unit and the branch of the line.
    """
    account = line.values["username"]
    known = found.by_account.get(account.lower()) if account else None
    if known:
        return _of_account(line, known)
    if account and is_mobile(account):
        raise Wrong("username", "账号不能是手机号，请改用拼音，或留空由系统拟定")
    candidates = _candidates(line, place, found, has_account=bool(account))
    if isinstance(candidates, Known):
        return _in_use(candidates)
    if not candidates:
        return _newcomer(line, place, found)
    answer = ask(_doubt(line, candidates, found))
    chosen = next((one for one in candidates if one.key == answer), None)
    return _in_use(chosen) if chosen else _newcomer(line, place, found)


def _of_account(line: Line, known: Known) -> Known:
    is_same = spelling(known.name) == spelling(line.values["name"])
    if not is_same and known.pk is None:
        raise Wrong("username", f"与第{known.key[1:]}行重复")
    if not is_same:
        reason = f"是“{known.name}”的账号。改名请在人员页面办理；如果是另一人，请清空账号"
        raise Wrong("username", reason)
    return _in_use(known)


def _in_use(known: Known) -> Known:
    if not known.is_active:
        raise Wrong("name", "此人的账号已停用。请先在人员页面恢复账号")
    return known


def _candidates(
    line: Line, place: tuple[int | None, int | None], found: Snapshot, *, has_account: bool
) -> Known | list[Known]:
    """The one who fits, or those about whom the clerk is asked. An account that nobody has settles nothing."""
    phone, (unit, branch) = line.values["phone"], place
    namesakes = found.by_name.get(spelling(line.values["name"]), [])
    if phone and (by_phone := [one for one in namesakes if one.phone == phone]):
        return _only(by_phone, is_sure=not has_account)
    namesakes = [one for one in namesakes if one.is_active]
    if branch and (by_branch := [one for one in namesakes if one.branch == branch]):
        return _only(by_branch, is_sure=not has_account and not (phone and by_branch[0].phone))
    return [one for one in namesakes if not _is_surely_another(one, phone, unit, found)]


def _only(those: list[Known], *, is_sure: bool) -> Known | list[Known]:
    return those[0] if is_sure and len(those) == 1 else those


def _is_surely_another(one: Known, phone: str, unit: int | None, found: Snapshot) -> bool:
    theirs = one.unit or found.branch_units.get(one.branch or 0)
    return bool(phone and one.phone and unit and theirs and theirs != unit)


def _newcomer(line: Line, place: tuple[int | None, int | None], found: Snapshot) -> Known:
    values, (unit, branch) = line.values, place
    one = Known(f"n{line.number}", values["name"], values["username"], values["phone"], values["email"], unit, branch)
    found.add(one)
    return one


def _doubt(line: Line, candidates: list[Known], found: Snapshot) -> Doubt:
    name, is_one = line.values["name"], len(candidates) == 1
    about = "；".join(f"{_place(one, found)}{_phone(one, line)}" for one in candidates)
    where = "名册里" if all(one.pk for one in candidates) else "名册或前面的行里"
    sentence = f"{where}有{name}：{about}" if is_one else f"{where}有{len(candidates)}人叫{name}：{about}"
    choices = [Choice(one.key, "同一人" if is_one else f"是{_place(one, found)}的") for one in candidates]
    return Doubt(line.number, HEADING["name"], f"{sentence}。", (*choices, Choice(OTHER, "另一人")), name)


def _place(one: Known, found: Snapshot) -> str:
    unit = one.unit or found.branch_units.get(one.branch or 0)
    branch = found.branch_names.get(one.branch or 0, "")
    account = f"（账号{one.username}）" if one.username else f"（第{one.key[1:]}行）"
    return f"{found.unit_names.get(unit or 0, '')}{branch}{account}"


def _phone(one: Known, line: Line) -> str:
    if not one.phone or not line.values["phone"]:
        return "，没有手机可以核对"
    return "，手机相同" if one.phone == line.values["phone"] else "，手机不同"
