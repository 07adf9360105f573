"""Every requirement is pinned with its hashes, names no host, and is not older than its known advisories ask."""

import re
from pathlib import Path

from packaging.version import Version

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
ADVISED = re.compile(r"^([A-Za-z0-9._-]+)>=(\S+)\s+#\s*(\S.*)$")
ADVICE = "minimum-versions.txt"


def faults(requirements: Path) -> list[str]:
    """What is wrong in this folder, one line each."""
    locks = sorted(path for path in requirements.glob("*.txt") if path.name != ADVICE)
    found = [fault for lock in locks for fault in _faults_of_lock(lock)]
    found += _below_advice(pinned(requirements / "dev.txt"), (requirements / ADVICE).read_text())
    return found + _not_in_development(pinned(requirements / "base.txt"), pinned(requirements / "dev.txt"))


def pinned(lock: Path) -> dict[str, str]:
    """Name and version of every pin of a lock."""
    matches = (PIN.match(line) for line in lock.read_text().splitlines())
    return {_normal(match[1]): match[2] for match in matches if match}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _faults_of_lock(lock: Path) -> list[str]:
    text = lock.read_text()
    found = []
    if "://" in text or re.search(r"^\s*(--index-url|--extra-index-url|-i|--find-links)\b", text, re.MULTILINE):
        found.append(f"{lock.name} nomme une adresse : un verrou ne dit pas d’où viennent les paquets")
    for name in re.findall(r"^([A-Za-z0-9._-]+==\S+)(?: ;[^\\\n]*)?\s*$", text, re.MULTILINE):
        found.append(f"{lock.name} : {name} est sans empreinte")
    return found


def _below_advice(pins: dict[str, str], advice: str) -> list[str]:
    found = []
    for line in advice.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = ADVISED.match(line)
        if not match:
            found.append(f"{ADVICE} : « {line} » n’est pas « nom>=version  # avis »")
            continue
        name, least, why = match.groups()
        version = pins.get(_normal(name))
        if version is not None and Version(version) < Version(least):
            found.append(f"{name} {version} est plus ancien que {least} ({why})")
    return found


def _not_in_development(base: dict[str, str], dev: dict[str, str]) -> list[str]:
    """The launcher takes an environment made from dev.txt for one made from base.txt: it must hold the same pins."""
    return [
        f"{name} {version} de base.txt n’est pas dans dev.txt"
        for name, version in base.items()
        if dev.get(name) != version
    ]
