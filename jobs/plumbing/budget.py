"""Call budgets shared by all workers: a gate in Redis for each vendor account."""

from jobs.plumbing.autotask_gate import AutotaskGate
from jobs.plumbing.permits import Permit, Usage
from jobs.plumbing.xero_gate import XeroGate

__all__ = ["AutotaskGate", "Permit", "Usage", "XeroGate"]
