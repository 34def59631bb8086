"""Previews: works out what Xero would get without writing anything, and posts exactly what was shown."""

from jobs.preview.asking import ask, ask_for_waiting, candidates, count_waiting, how_it_stands
from jobs.preview.posting import post_shown
from jobs.preview.working import work_out

__all__ = ["ask", "ask_for_waiting", "candidates", "count_waiting", "how_it_stands", "post_shown", "work_out"]
