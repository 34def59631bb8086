"""The one door to the network: every call has a time limit, follows no redirect and is never repeated by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util import Retry

from jobs.plumbing import clock, deadlines
from jobs.plumbing.errors import OutcomeUnknown, Unreachable

CONNECT = 3.0
READ = 30.0
WRITE = 90.0  # cutting a large write short would make its outcome unknown
READ_LIMIT = 35.0
WRITE_LIMIT = 100.0  # stays under the 120 s of a claim
POOL = 10
CHUNK = 65_536


@dataclass(frozen=True)
class Answer:
    """What came back; header names ignore case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Call:
    """One finished call, for whoever watches the door."""

    method: str
    url: str
    status: int | None
    seconds: float
    request_headers: Mapping[str, str]
    request_body: bytes | None


class Adapter(HTTPAdapter):
    """Keeps connections, shows their sockets to the deadline, tries again only where no connection was made."""

    def __init__(self) -> None:
        # Retry-After is not obeyed here: a vendor may name hours, and a worker would sleep through them.
        retry = Retry(total=2, connect=2, read=0, redirect=0, status=0, other=0, backoff_factor=0.1)
        super().__init__(pool_connections=POOL, pool_maxsize=POOL, max_retries=retry)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


def _watched(connection: type[HTTPConnection]) -> type[HTTPConnection]:
    """The connection class with its socket shown to the deadline before the first byte of a reply is awaited."""

    def getresponse(self: Any) -> Any:
        deadlines.show(self.sock)
        return connection.getresponse(self)

    return type(connection.__name__, (connection,), {"getresponse": getresponse})


class _Pool(HTTPConnectionPool):
    ConnectionCls = _watched(HTTPConnection)


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _watched(HTTPSConnection)  # type: ignore[assignment]


class Door:
    """Calls either vendor; may be used by several threads at once."""

    def __init__(self, *, verify: bool = True, on_call: Callable[[Call], None] | None = None) -> None:
        self._session = requests.Session()
        _prepare(self._session)
        self._verify = verify
        self._on_call = on_call

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        writes: bool,
        limit: float | None = None,
        auth: tuple[str, str] | None = None,
    ) -> Answer:
        """Make one call; *limit* is the total in seconds, dripping replies included.

        Raises Unreachable when it never left, or when a read failed; OutcomeUnknown when a write may have left and no
        whole answer came. Any status is an answer.
        """
        began = clock.stopwatch()
        status: int | None = None
        try:
            request = requests.Request(method, url, headers=dict(headers or {}), params=params, data=body, auth=auth)
            answer = self._send(self._session.prepare_request(request), writes, limit)
            status = answer.status
            return answer
        except requests.RequestException as error:
            raise _sorted(error, writes) from error
        finally:
            if self._on_call is not None:
                seconds = clock.stopwatch() - began
                self._on_call(Call(method, url, status, seconds, dict(headers or {}), body))

    def _send(self, request: requests.PreparedRequest, writes: bool, limit: float | None) -> Answer:
        total = limit if limit is not None else (WRITE_LIMIT if writes else READ_LIMIT)
        timeout = (min(CONNECT, total), min(WRITE if writes else READ, total))
        adapter = self._session.get_adapter(request.url or "")
        with deadlines.within(total) as deadline:
            try:
                response = adapter.send(request, stream=True, timeout=timeout, verify=self._verify)
                with response:
                    body = b"".join(response.iter_content(CHUNK))
            except (requests.RequestException, OSError) as error:
                if deadline.passed:
                    raise requests.ReadTimeout(f"no whole answer in {total:g} seconds") from error
                raise _as_request_error(error) from error
        if deadline.passed:
            raise requests.ReadTimeout(f"no whole answer in {total:g} seconds")
        return Answer(response.status_code, response.headers, body)


def _prepare(session: requests.Session) -> None:
    """Give a session our limits: no environment proxies, no redirects, our adapter."""
    session.trust_env = False
    session.max_redirects = 0
    session.headers = CaseInsensitiveDict({"User-Agent": "Tallystick", "Accept-Encoding": "gzip, deflate"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())


def _as_request_error(error: Exception) -> requests.RequestException:
    return error if isinstance(error, requests.RequestException) else requests.ConnectionError(str(error))


def _sorted(error: requests.RequestException, writes: bool) -> Unreachable | OutcomeUnknown:
    """Whether it certainly never left (or was only a read) decides whether it may simply be tried again."""
    said = _plainly(error)
    if not writes or _never_left(error):
        return Unreachable(said)
    return OutcomeUnknown(said, replied=False)


def _never_left(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL | requests.exceptions.SSLError):
        return True
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, NewConnectionError | NameResolutionError | ConnectTimeoutError)


def _plainly(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    return (
        f"no connection ({type(error).__name__})"
        if _never_left(error)
        else "the connection broke before a whole answer"
    )


class OAuthSession(OAuth2Session):  # type: ignore[misc]
    """Authlib's session behind the same limits: it builds and reads the OAuth forms, our adapter carries them."""

    def __init__(self, limit: float = READ_LIMIT, **options: Any) -> None:
        super().__init__(default_timeout=(CONNECT, READ), **options)
        _prepare(self)
        self._limit = limit

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """One call with a total limit; redirects refused; a token is never refreshed from in here."""
        options.pop("withhold_token", None)
        with deadlines.within(self._limit) as deadline:
            try:
                response = requests.Session.request(self, method, url, allow_redirects=False, **options)
            except requests.RequestException as error:
                if deadline.passed:
                    raise Unreachable("no answer in time") from error
                raise Unreachable(_plainly(error)) from error
        return response


def oauth_session(*, limit: float = READ_LIMIT, **options: Any) -> OAuthSession:
    """An Authlib session for the authorise address, the code exchange and refreshes. Calls raise Unreachable."""
    return OAuthSession(limit, **options)
