"""Autotask invoices become Xero sales invoices and credit notes: collect, gather, translate, deliver, stamp."""

from jobs.invoices.sweep import sweep

FLOW = "invoices"

__all__ = ["FLOW", "sweep"]
