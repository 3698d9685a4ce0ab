"""The facts each kind of 公文 is made of, as JSON: what a document freezes and never asks the database for again.

No wording and no layout: those belong to `kinds` and to the templates. Dates are ISO strings (`2026-07-01`), organs
and branches are written with the names of the document's date (D25).
"""

from typing import NotRequired, TypedDict

from evaluation.typesetting.drafted import Drafted


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


class Paper(Traced, Drafted):
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
    """`public_notice` 公示 of the proposed (D22): a plain notice, without number. `recipients` stays empty."""

    year: int
    units: list[UnitBranches]
    opens_on: str
    """The first of the `working_days`: the day after publication, unless nobody works on it."""
    closes_on: str
    working_days: int
    telephone: str
    """Of 市直工委."""
    department_telephone: NotRequired[str]
    """Of 市委组织部; notices from before it was asked for lack it."""
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


class BranchOpinion(TypedDict):
    """What the organ says of one branch: in words, without marks, since people of other branches read it."""

    branch: str
    conclusion: str
    """As printed: 建议推荐."""
    opinion: list[str]
    """By paragraph."""


class AssessmentOpinion(Paper):
    """`assessment` 考核意见 of the organ to the leading Party group (P4.2). Goes upward, so it names its signer.

    Papers on one branch, from before the unit had one, have marks in their rows; `kinds/branch_assessment.py` reads them.
    """

    year: int
    unit: str
    signer: NotRequired[str]
    """签发人; opinions from before it was asked for lack it."""
    team: list[str]
    """考核组, the leader first."""
    opened_on: str
    concluded_on: str
    total: int
    """Branches of the unit; those that did not apply have said so (D33)."""
    disqualified: int
    unfinished: int
    """Applied, and not assessed by the last day."""
    branches: list[BranchOpinion]


class RevokedTitle(TypedDict):
    """One title that is taken back: what it was, and why."""

    unit: str
    branch: str
    title_year: int
    decision: str
    """发文字号 of the naming decision."""
    plaque_number: str
    grounds: list[str]
    """What it no longer meets, by name, with the provision of the plan."""


class Revocation(Paper):
    """`revocation` 撤销决定: titles that both bodies take back (P4.7)."""

    year: int
    """Evaluation year of the re-inspection."""
    units: list[UnitBranches]
    titles: NotRequired[list[RevokedTitle]]
    """The same branches, each with its title; decisions from before it was printed lack them."""
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
    """What a suggestion 撤销 rests on, by name: 标准第8项."""


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
    decision_title: NotRequired[str]
    """Its title, which is cited first; letters from before it was printed lack it."""
    is_order: NotRequired[bool]
    """A 通知, since it goes to an organisation under the issuer; the others are 函."""
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
