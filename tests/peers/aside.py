"""Mail servers that exclude each other, out of Debian's packages: `python -m tests.peers.aside`.

Each lies in a root of its own, with every library it needs; nothing is installed, and nothing of it
is in the repository. A test starts a copy with `chroot`, as root.

**Failures:** what apt or dpkg says of a package; nothing is left half-made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "optwarden-peers"
SERVERS: Final = {
    "exim": ("exim4-daemon-light", "exim4-base"),
    "opensmtpd": ("opensmtpd",),
}
_LIBRARY: Final = re.compile(r"^[ |]*(?:Pre)?Depends: (z?lib[\w.+-]+)$", re.MULTILINE)
_NEEDLESS: Final = ("usr/share", "var/lib/dpkg")
USERS: Final = {"root": 0, "mail": 8, "Debian-exim": 990, "opensmtpd": 991, "opensmtpq": 992}
_DEVICES: Final = ("null", "random", "urandom")


def lies_aside(server: str) -> bool:
    """Whether a server was unpacked."""
    return (CACHE / server).is_dir()


def unpack(server: str) -> None:
    """Fetch the packages of a server and unpack them, unless that was done.

    Raises:
        CalledProcessError: a package cannot be had.
    """
    if lies_aside(server):
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix=f".{server}-") as folder:
        debs, root = Path(folder, "debs"), Path(folder, "root")
        debs.mkdir()
        root.mkdir()
        subprocess.run(["apt-get", "download", "-qq", *packages_of(server)], cwd=debs, check=True)
        for deb in sorted(debs.iterdir()):
            subprocess.run(["dpkg", "-x", deb, root], check=True)
        _furnish(root)
        root.rename(CACHE / server)


def packages_of(server: str) -> list[str]:
    """Return the packages of a server and of the libraries that it needs, theirs included."""
    found = set[str]()
    asked = set(SERVERS[server])
    while asked:
        found |= asked
        told = subprocess.run(
            ["apt-cache", "depends", *asked], capture_output=True, text=True, check=True
        )
        asked = set(_LIBRARY.findall(told.stdout)) - found
    return sorted(found)


def copy(server: str, to: Path) -> None:
    """Make a root in a folder that does not exist yet."""
    shutil.copytree(CACHE / server, to, symlinks=True, ignore=shutil.ignore_patterns("dev"))
    (to / "dev").mkdir()
    for name in _DEVICES:
        device = Path("/dev", name).stat()
        os.mknod(to / "dev" / name, device.st_mode, device.st_rdev)
        (to / "dev" / name).chmod(0o666)


def _furnish(root: Path) -> None:
    """Add what packages leave to the system: users, names, places to write."""
    for needless in _NEEDLESS:
        shutil.rmtree(root / needless, ignore_errors=True)
    for name in ("lib", "lib64"):  # a later Debian ships them below /usr alone
        if not (root / name).exists():
            (root / name).symlink_to(f"usr/{name}")
    for name in ("etc", "run", "tmp", "var"):
        (root / name).mkdir(exist_ok=True)
    (root / "tmp").chmod(0o1777)
    (root / "var" / "run").symlink_to("../run")
    etc = {
        "passwd": "".join(
            f"{name}:x:{number}:{number}::/:/bin/false\n" for name, number in USERS.items()
        ),
        "group": "".join(f"{name}:x:{number}:\n" for name, number in USERS.items()),
        "hosts": "127.0.0.1 localhost mail.shop.example mx.shop.example\n",
        "services": "smtp 25/tcp\nsmtps 465/tcp\nsubmission 587/tcp\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
    for name, content in etc.items():
        (root / "etc" / name).write_text(content, encoding="ascii")


if __name__ == "__main__":
    for each in SERVERS:
        unpack(each)
