"""Makes and keeps the keys of a demo: only there does the product make its own."""

import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def kept(folder: Path, name: str) -> str:
    """The secret of that name, made at the first start and kept in *folder* for the owner alone."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(Fernet.generate_key().decode() if name == "encryption_keys" else secrets.token_urlsafe(32))
    return path.read_text().strip()
