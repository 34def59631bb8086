"""A page for what a link to Autotask's console would open: one invoice with its lines, plainly an imitation."""

from collections.abc import Iterable
from html import escape
from typing import Any

from jobs.sandbox.autotask_requests import query_of
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

PREFIX = "/console/"
STYLE = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem }
.note { border: 1px solid; border-radius: .4rem; padding: .5rem .8rem; opacity: .8 }
table { border-collapse: collapse; width: 100%; margin-top: 1rem }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top }
td { overflow-wrap: anywhere }
td.n, th.n { text-align: right; white-space: nowrap }
"""
NOTE = "This is the demo's imitation of Autotask, not Autotask. It answers on this machine only."


def page(world: World, request: Request) -> Reply:
    """The invoice that the address names; a page that says so when there is none."""
    number = query_of(request).get("InvoiceID", "")
    with world.lock("autotask"):
        row = world.table("autotask.Invoices").contents.get(int(number)) if number.isdecimal() else None
        body = f"<h1>No invoice {escape(number) or 'was named'}</h1>" if row is None else _invoice(world, row)
    title = "Imitated Autotask"
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{STYLE}</style></head><body><p class="note">{NOTE}</p>{body}</body></html>'
    )
    return Reply(200 if row else 404, (("Content-Type", "text/html; charset=utf-8"),), html.encode())


def _invoice(world: World, row: Row) -> str:
    company = world.table("autotask.Companies").contents.get(row["companyID"], {})
    items = [each for each in world.table("autotask.BillingItems").values() if each.get("invoiceID") == row["id"]]
    facts = (
        ("Company", company.get("companyName")),
        ("Invoice date", _day(row.get("invoiceDateTime"))),
        ("Due", _day(row.get("dueDate"))),
        ("Purchase order", row.get("orderNumber")),
        ("Total before tax", _money(row.get("invoiceTotal"))),
        ("Tax", _money(row.get("totalTaxValue"))),
        ("Voided", _day(row.get("voidedDate")) if row.get("isVoided") else None),
        ("Paid", _day(row.get("paidDate"))),
        ("Web service date", row.get("webServiceDate")),
    )
    told = "".join(f"<tr><th scope=row>{name}</th><td>{_text(value) or '–'}</td></tr>" for name, value in facts)
    lines = "".join(_line(each) for each in sorted(items, key=lambda each: (each.get("sortOrderID") or 0, each["id"])))
    heads = _cells(("Item", "Description"), ("Quantity", "Rate", "Total"), "th")
    name = _text(row.get("invoiceNumber")) or f"without a number, id {row['id']}"
    return f"<h1>Invoice {name}</h1><table>{told}</table><table><tr>{heads}</tr>{lines}</table>"


def _line(item: Row) -> str:
    texts = (item.get("itemName"), item.get("lineItemFullDescription") or item.get("description"))
    return f"<tr>{_cells(texts, (_money(item.get(each)) for each in ('quantity', 'rate', 'totalAmount')), 'td')}</tr>"


def _cells(texts: Iterable[Any], numbers: Iterable[Any], tag: str) -> str:
    plain = "".join(f"<{tag}>{_text(each)}</{tag}>" for each in texts)
    return plain + "".join(f'<{tag} class="n">{_text(each)}</{tag}>' for each in numbers)


def _text(value: Any) -> str:
    return "" if value is None else escape(str(value))


def _day(value: Any) -> str | None:
    return str(value)[:10] if value else None


def _money(value: Any) -> str | None:
    """With two decimals, or with all that it needs."""
    if value is None:
        return None
    digits = f"{value}".rstrip("0").rstrip(".") if "." in f"{value}" else f"{value}"
    return f"{value:.2f}" if len(digits.partition(".")[2]) <= 2 else digits
