"""Servers that misbehave byte by byte, a store that is real, and a database of one's own."""

import datetime
import socket
import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from house import Store
from plumbing.raw_server import RawServer

import jobs.models  # noqa: F401 (the tables)
from jobs.plumbing import db


@pytest.fixture
def serve():
    """serve(answer) starts a raw server; all stop with the test."""
    started = []

    def start(answer, **options):
        server = RawServer(answer, **options)
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()


@pytest.fixture
def silence():
    """The address of a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"http://127.0.0.1:{port}/"


@pytest.fixture
def own_store(tmp_path):
    """A store of the test's own, to be stopped in the middle of things."""
    running = Store(tmp_path / "store")
    yield running
    running.stop()


@pytest.fixture
def database(tmp_path):
    """A database file with all tables, marked as a test database; returns its address."""
    url = f"sqlite:///{tmp_path / 'tallystick.sqlite'}"
    engine = db.open_database(url, (Fernet.generate_key().decode(),))
    db.Base.metadata.create_all(engine)
    db.mark_as_test_database()
    yield url
    engine.dispose()


class Certificate(NamedTuple):
    path: Path
    context: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody vouches for: its file, and a server's TLS context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return Certificate(path, context)
