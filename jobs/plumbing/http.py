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
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError
from urllib3.util import Retry

from jobs.plumbing import clock, deadlines
from jobs.plumbing.errors import OutcomeUnknown, Unreachable

CONNECT = 3.0
READ = 30.0
WRITE = 90.0  # cutting a large write short would make its outcome unknown
READ_LIMIT = 35.0
WRITE_LIMIT = 100.0  # stays under the 120 s of a claim
POOL = 10
USUAL_HEADERS = {"User-Agent": "Tallystick", "Accept-Encoding": "gzip, deflate"}


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


class _Connection(deadlines.Hurried, HTTPConnection):
    pass


class _SecureConnection(deadlines.Hurried, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class Adapter(HTTPAdapter):
    """Keeps connections, holds each call to its time, tries again only where no connection was made."""

    def __init__(self) -> None:
        # Retry-After is not obeyed here: a vendor may name hours, and a worker would sleep through them.
        retry = Retry(
            total=2, connect=2, read=False, redirect=False, status=False, other=False, backoff_factor=0.1,
            respect_retry_after_header=False, raise_on_status=False,
        )  # fmt: skip
        super().__init__(pool_connections=POOL, pool_maxsize=POOL, max_retries=retry)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


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
        total = limit if limit is not None else (WRITE_LIMIT if writes else READ_LIMIT)
        answer: Answer | None = None
        with deadlines.within(total) as running:
            try:
                request = requests.PreparedRequest()  # a session's own merging would cost a tenth of each call
                request.prepare(method, url, {**USUAL_HEADERS, **(headers or {})}, None, body, params, auth)
                answer = self._send(request, WRITE if writes else READ)
            except (OSError, HTTPError) as error:  # all of requests' own errors are OSErrors
                raise _sorted(error, writes, running) from error
            finally:
                if self._on_call is not None:
                    status, seconds = answer.status if answer else None, clock.stopwatch() - began
                    self._on_call(Call(method, url, status, seconds, dict(headers or {}), body))
        return answer

    def _send(self, request: requests.PreparedRequest, read: float) -> Answer:
        adapter = self._session.get_adapter(request.url or "")
        with adapter.send(request, stream=True, timeout=(CONNECT, read), verify=self._verify) as response:
            body = response.raw.read(decode_content=True)  # requests' own slices double the cost of a long page
        return Answer(response.status_code, response.headers, body)


class WriteRefused(RuntimeError):
    """Something that may only look tried to write: our own mistake, stopped before it left."""


class ReadingDoor(Door):
    """Lets reads through and no write: whoever works behind it can change nothing at either vendor."""

    def call(self, method: str, url: str, *, writes: bool, **given: Any) -> Answer:
        if writes:
            raise WriteRefused(f"{method} {url}")
        return super().call(method, url, writes=False, **given)


def _prepare(session: requests.Session) -> None:
    """Give a session our limits: no environment proxies, no redirects, our adapter."""
    session.trust_env = False
    session.max_redirects = 0
    session.headers = CaseInsensitiveDict(USUAL_HEADERS)
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())


# Before the first byte: no connection, no TLS, or nothing that could be sent at all.
BEFORE_SENDING = (
    requests.exceptions.ConnectTimeout,
    requests.exceptions.SSLError,
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
)


def _sorted(error: Exception, writes: bool, running: deadlines.Running) -> Unreachable | OutcomeUnknown:
    """Whether it certainly never left (or was only a read) decides whether it may simply be tried again."""
    never_left = _never_left(error, running)
    said = _plainly(error, never_left)
    return OutcomeUnknown(said, replied=False) if writes and not never_left else Unreachable(said)


def _never_left(error: Exception, running: deadlines.Running) -> bool:
    # The kind of the error alone is no proof: TLS can fail, and time out, both in the greeting and in a reply.
    if running.connecting or running.sent:
        return not running.sent
    return isinstance(error, BEFORE_SENDING) or isinstance(_reason(error), ConnectTimeoutError)


def _plainly(error: Exception, never_left: bool) -> str:
    if isinstance(error, requests.Timeout | ReadTimeoutError) or isinstance(_reason(error), ReadTimeoutError):
        return "no answer in time"
    if never_left:
        return f"no connection ({type(error).__name__})"
    return "the connection broke before a whole answer"


def _reason(error: Exception) -> object:
    """What urllib3 said underneath."""
    cause = error.args[0] if error.args else None
    return getattr(cause, "reason", cause)


class OAuthSession(OAuth2Session):  # type: ignore[misc]
    """Authlib's session behind the same limits: it builds and reads the OAuth forms, our adapter carries them."""

    def __init__(self, limit: float = READ_LIMIT, **options: Any) -> None:
        super().__init__(default_timeout=(CONNECT, READ), **options)
        _prepare(self)
        self._limit = limit

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """One call with a total limit; redirects refused; a token is never refreshed from in here."""
        options.pop("withhold_token", None)
        options.setdefault("timeout", self.default_timeout)
        with deadlines.within(self._limit) as running:
            try:
                return requests.Session.request(self, method, url, allow_redirects=False, **options)
            except requests.RequestException as error:
                raise Unreachable(_plainly(error, _never_left(error, running))) from error


def oauth_session(*, limit: float = READ_LIMIT, **options: Any) -> OAuthSession:
    """An Authlib session for the authorise address, the code exchange and refreshes. Calls raise Unreachable."""
    return OAuthSession(limit, **options)
