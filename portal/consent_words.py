"""What a person reads when the way to Xero and back did not end with a connection."""

from collections.abc import Sequence
from typing import NamedTuple

from jobs.connections import Offered, WrongOrganisation


class Problem(NamedTuple):
    """A heading, why and what to do, and the vendor's own words for support."""

    title: str
    text: str
    support: str = ""


PROBLEMS = {
    "state": Problem(
        "This answer from Xero does not belong to a request of yours.",
        "It was used before, came too late, or came from another browser. Nothing was connected. Press Connect Xero "
        "and choose the organisation again.",
    ),
    "cancelled": Problem(
        "Xero was not connected, because Cancel was pressed.",
        "Nothing changed. Press Connect Xero again when you are ready, choose one organisation and press Allow access.",
    ),
    "refused": Problem(
        "Xero did not accept this consent.",
        "It may have taken more than five minutes, or was used twice. Nothing was connected. Press Connect Xero "
        "and choose the organisation again.",
    ),
    "scope": Problem(
        "Xero did not give every right we need.",
        "Your role in the Xero organisation may be too small to connect apps. Ask somebody who may manage users there, "
        "or press Connect Xero again and leave every right ticked.",
    ),
    "ours": Problem(
        "Xero does not accept this server's app.",
        "Nothing is wrong with your log-in. Whoever runs this server compares its Xero client id, secret and redirect "
        "address with what is registered at Xero; then press Connect Xero again.",
    ),
    "silent": Problem(
        "Xero did not answer within ten seconds.",
        "Nothing was connected. Press Connect Xero again in a minute.",
    ),
    "none": Problem(
        "No organisation was chosen.",
        "Xero connected us to none. Press Connect Xero again and choose one organisation of type Organisation.",
    ),
    "taken": Problem(
        "Another workspace uses this Xero organisation.",
        "Two workspaces would send every invoice twice. Choose another organisation, or disconnect it in the other "
        "workspace first.",
    ),
}


def taken_by_others(offered: Sequence[Offered]) -> Problem:
    """Every organisation that was picked belongs to another workspace."""
    names = " and ".join(each.name for each in offered)
    return Problem(f"Another workspace uses {names}.", PROBLEMS["taken"].text)


def wrong_organisation(error: WrongOrganisation) -> Problem:
    """A repair picked another organisation than the ledger's."""
    return Problem(
        f"You chose {error.picked}; this ledger belongs to {error.wanted}.",
        f"What was sent is bound to {error.wanted}, so nothing was changed. Reconnect and choose {error.wanted}.",
    )
