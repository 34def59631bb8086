"""Faults and warnings: what was wrong before sending, and what went wrong afterwards."""

from jobs.wording.mishaps import MISHAPS
from jobs.wording.problems import PROBLEMS

FAULTS = PROBLEMS | MISHAPS
