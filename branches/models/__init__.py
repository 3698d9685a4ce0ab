"""Units, branches, people and their dated posts, one module a subject."""

from branches.models.appointment import Appointment, PostUntil, SecretaryUntil
from branches.models.audit import AuditEntry
from branches.models.branch import Branch, FormerName, FormerUnit
from branches.models.change import ProposedChange
from branches.models.granted import BranchPermission, UnitPermission
from branches.models.job import Job, JobState
from branches.models.journal import Act, JournalLine, JournalLink
from branches.models.keys import AccountNews, PrintRun, Slip, SystemKey, SystemKeyUse
from branches.models.person import People, User
from branches.models.proposal import ProposalList, ProposedPost
from branches.models.provider_account import BindingList, ProposedBinding, ProviderAccount
from branches.models.second_factor import RecoveryCode, TotpDevice
from branches.models.setting import Setting
from branches.models.sign_in import Attempt, KnownDevice, SignIn
from branches.models.unit import Unit

__all__ = [
    "AccountNews",
    "Act",
    "Appointment",
    "Attempt",
    "AuditEntry",
    "BindingList",
    "Branch",
    "BranchPermission",
    "FormerName",
    "FormerUnit",
    "Job",
    "JobState",
    "JournalLine",
    "JournalLink",
    "KnownDevice",
    "People",
    "PostUntil",
    "PrintRun",
    "ProposalList",
    "ProposedBinding",
    "ProposedChange",
    "ProposedPost",
    "ProviderAccount",
    "RecoveryCode",
    "SecretaryUntil",
    "Setting",
    "SignIn",
    "Slip",
    "SystemKey",
    "SystemKeyUse",
    "TotpDevice",
    "Unit",
    "UnitPermission",
    "User",
]
