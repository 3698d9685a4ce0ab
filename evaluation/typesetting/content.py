"""The facts each kind of 公文 is made of, as JSON: what a document freezes and never asks the database for again.

No wording and no layout: those belong to `kinds` and to the templates. Dates are ISO strings (`2026-07-01`), organs
and branches are written with the names of the document's date (D25).
"""

from typing import NotRequired, TypedDict


class Corrected(TypedDict):
    """The earlier document that a correction takes the place of."""

    number: str
    dated_on: str
    title: str
    """Without 《》; may be empty."""


class Traced(TypedDict):
    """What leads from a print back to its row."""

    verify_url: NotRequired[str]
    """Address of the page that says whether this print is the current version; printed as a QR code."""
    fingerprint: NotRequired[str]
    """Hexadecimal digest of the frozen facts, printed short beside the QR code."""
    anchor: NotRequired[str]
    """The head of the journal's chain when the document was frozen; printed short below. Only decisions have one."""


class Paper(Traced):
    """What every document with a head has."""

    issuers: list[str]
    """发文机关, in order; more than one makes a joint document."""
    number: str
    """发文字号, for example 平组通〔2026〕12号. Empty in a preview: the place stays free."""
    dated_on: str
    """成文日期."""
    recipients: list[str]
    """主送机关, in order. Several may be given as one string that carries its own 、 and ，."""
    copies_to: list[str]
    """抄送机关; may be empty."""
    printed_by: str
    """印发机关, usually the office of the first issuer."""
    printed_on: str
    """印发日期."""
    title: NotRequired[str]
    """Overrides the kind's own title."""
    mark: NotRequired[list[str]]
    """Names in the red head where they differ from those of the signature."""
    is_sealed: NotRequired[bool]
    """Whether the signature leaves room for the seal; the default is yes."""
    corrects: NotRequired[Corrected]
    """The document that this one replaces (D35)."""


class UnitBranches(TypedDict):
    unit: str
    branches: list[str]


class Naming(Paper):
    """`naming` 命名决定（通报）: only the newly named (P4.4, P4.7)."""

    year: int
    """Evaluation year, which the title carries (D11)."""
    units: list[UnitBranches]
    is_supplementary: NotRequired[bool]
    """A later decision of the same year (D19)."""
    is_publicly_noticed: NotRequired[bool]
    """Whether there was a 公示; the default is yes (D22)."""


class PublicNotice(Paper):
    """`public_notice` 公示 of the proposed (D22). `recipients` stays empty."""

    year: int
    units: list[UnitBranches]
    opens_on: str
    closes_on: str
    working_days: int
    telephone: str
    address: str


class PublicNoticeWithMail(PublicNotice):
    """Objections are taken by mail as well."""

    email: str


class Meeting(TypedDict):
    """The act of a collective body (D20)."""

    held_on: str
    chair: str
    expected: int
    present: int
    minutes: str


class RecommendedBranch(TypedDict):
    branch: str
    secretary: str
    members: int
    score: str
    """参考分 as printed, or empty when the year keeps no figures (D21)."""
    is_first_branch: bool
    appraisal: NotRequired[list[str]]
    """综合考评意见 (D54) by paragraph; reports from before it was asked for lack it."""


class Recommendation(Paper):
    """`recommendation` 推荐报告 with 候选支部名单 (P4.3). Goes upward, so it names its signer."""

    year: int
    unit: str
    signer: str
    contact: str
    telephone: str
    base: int
    ratio: str
    """As printed: 10%."""
    cap: int
    is_pooled: NotRequired[bool]
    """A small unit that puts a branch forward, or nobody."""
    meeting: Meeting
    assessed: int
    """How many branches of the unit were assessed."""
    branches: list[RecommendedBranch]
    """In the recommended order; empty when the unit recommends nobody (D6)."""


class AssessedBranch(TypedDict):
    branch: str
    visited_on: str
    score: str
    opinion: str
    is_disqualified: bool


class AssessmentOpinion(Paper):
    """`assessment` 考核意见 of the organ to the leading Party group (P4.2)."""

    year: int
    unit: str
    team: list[str]
    """考核组, the leader first."""
    opened_on: str
    concluded_on: str
    total: int
    """Branches of the unit; those that did not apply have said so (D33)."""
    branches: list[AssessedBranch]


class Revocation(Paper):
    """`revocation` 撤销决定: titles that both bodies take back (P4.7)."""

    year: int
    """Evaluation year of the re-inspection."""
    units: list[UnitBranches]
    returned_by: str
    """Until when the plaques are to be given back."""


class ReinspectedBranch(TypedDict):
    branch: str
    title_year: int
    is_kept: bool
    """保留, or else 撤销, is suggested."""
    reason: str
    deviations: NotRequired[list[str]]
    """From the criteria, a sentence each (D44); reports from before it was asked lack both."""
    grounds: NotRequired[list[str]]
    """What a suggestion 撤销 rests on, by name: 标准8."""


class Reinspection(Paper):
    """`reinspection` 复查报告 of a unit (P4.6). Goes upward, so it names its signer."""

    year: int
    unit: str
    signer: str
    contact: str
    telephone: str
    branches: list[ReinspectedBranch]


class PlaqueLetter(Paper):
    """`plaque_letter` 告知函: a revoked branch's plaque is to be given back (P4.7, D24)."""

    branch: str
    title_year: int
    plaque_number: str
    decision: str
    """发文字号 of the revocation."""
    returned_by: str
    place: str
    contact: str
    telephone: str


class ReminderLetter(Paper):
    """`reminder_letter` 催办函 to a unit that is overdue."""

    year: int
    task: str
    """What is owed, as a noun: 2025年度“四强”党支部推荐名单."""
    due_on: str
    extended_to: str
    """New last day, or empty when it is wanted at once."""
    contact: str
    telephone: str


class Item(TypedDict):
    topic: str
    conclusion: str


class Minutes(Paper):
    """`minutes` 会议纪要 of the evaluation panel. `mark` is the whole red head; there is no signature."""

    held_on: str
    place: str
    chair: str
    items: list[Item]
    present: list[str]
    absent: list[str]
    attending: list[str]
    """列席."""


class Honour(Traced):
    """`certificate` 荣誉证书 and `plaque` 牌匾样."""

    branch: str
    year: int
    number: str
    """Of the certificate or plaque; may be empty."""
    issuers: list[str]
    dated_on: str


class CriterionRow(TypedDict):
    number: int
    strength: str
    text: str
    own: str
    """The branch's answer as printed: 达到, or its points."""
    own_points: str
    assessed_points: str
    """Empty before the assessment."""
    statement: str


class ConditionRow(TypedDict):
    number: int
    text: str
    declared: str
    verified: str


class OpinionBox(TypedDict):
    """What one level says. Empty text prints an empty box for the pen."""

    title: str
    text: str
    signed_by: str
    dated_on: str


class SelfAssessmentForm(Traced):
    """`self_assessment` 支部自评表（申报表）."""

    year: int
    number: str
    """Running number of the case, printed at the top right; may be empty."""
    branch: str
    unit: str
    secretary: str
    telephone: str
    members: int
    established_on: str
    last_election_on: str
    is_first_branch: bool
    summary: str
    criteria: list[CriterionRow]
    own_score: str
    assessed_score: str
    conditions: list[ConditionRow]
    opinions: list[OpinionBox]
    """Four, in order: 党支部, 机关党组织, 党组（党委）, 市级."""
    dated_on: str
