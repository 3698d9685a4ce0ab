"""How the verification of the six conditions stands, in one word and without any fact (方案 三; D13, D15)."""

from dataclasses import dataclass
from typing import Any

from evaluation.vocabulary import Tone


@dataclass(frozen=True)
class Veto:
    label: str
    tone: Tone

    @classmethod
    def of(cls, row: Any) -> "Veto":
        """Of a case annotated by `cases.observe.annotated`."""
        if row.findings:
            return cls("有", Tone.STOP)
        if row.pending:
            return cls("待核实", Tone.LOOK)
        if row.organ_verified < row.conditions:
            return cls("未核验", Tone.TODO)
        return cls("无", Tone.DONE)
