"""Tables, one file per subject; importing this package knows them all."""

from jobs.models.batches import Batch, BatchMember
from jobs.models.connections import AutotaskConnection, Ledger, XeroGrant
from jobs.models.contacts import ContactLink
from jobs.models.documents import Document
from jobs.models.errands import Errand
from jobs.models.faults import Fault
from jobs.models.lists import ReferenceList
from jobs.models.log import LogEntry
from jobs.models.mails import Mail
from jobs.models.mappings import Mapping
from jobs.models.options import Option
from jobs.models.people import AuditEntry, Member, PasswordReset, Plan, Workspace
from jobs.models.previews import Preview, PreviewRow
from jobs.models.sweeps import SweepState

__all__ = [
    "AuditEntry",
    "AutotaskConnection",
    "Batch",
    "BatchMember",
    "ContactLink",
    "Document",
    "Errand",
    "Fault",
    "Ledger",
    "LogEntry",
    "Mail",
    "Mapping",
    "Member",
    "Option",
    "PasswordReset",
    "Plan",
    "Preview",
    "PreviewRow",
    "ReferenceList",
    "SweepState",
    "Workspace",
    "XeroGrant",
]
