"""Finds the host on which an API user's database lives."""

from urllib.parse import urlsplit

from jobs.autotask import protocol, records
from jobs.autotask.refusals import Busy, given_up, read_messages
from jobs.plumbing import clock, http
from jobs.plumbing.errors import AuthRefused, Rejected, Unreachable, naming


@naming("Autotask")
def look_up_zone(door: http.Door, lookup_url: str, user_name: str, *, limit: float | None = None) -> records.Zone:
    """Where this API user's database lives. Raises AuthRefused when Autotask knows no such user."""
    answer = door.call("GET", lookup_url, params={"user": user_name}, writes=False, limit=limit)
    try:
        envelope = protocol.read_reply(answer, writes=False, now=clock.now)
        zone = protocol.read_record(records.Zone, envelope)
    except (Rejected, Unreachable) as error:
        # An unknown user is answered with 500 and a JSON body, not with 404.
        if answer.status == 500 and answer.body.lstrip().startswith(b"{"):
            raise AuthRefused("; ".join(read_messages(answer.body)[0]), status=500) from error
        raise
    except Busy as busy:
        raise given_up(busy) from busy
    except ValueError as error:
        raise Unreachable(f"Autotask named no zone: {error}") from error
    _check_host(zone.url, lookup_url)
    return zone


def _check_host(zone_url: str, lookup_url: str) -> None:
    """The secret goes to this host, so it must be the vendor's own: new zones appear, no list of them is kept."""
    zone, asked = urlsplit(zone_url), urlsplit(lookup_url)
    family = ".".join((asked.hostname or "").split(".")[-2:])
    related = zone.hostname == asked.hostname or (zone.hostname or "").endswith(f".{family}")
    if zone.scheme != asked.scheme or not related:
        raise Unreachable(f"Autotask named a zone elsewhere: {zone_url}")
