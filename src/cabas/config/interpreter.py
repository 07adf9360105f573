"""The Python that the environment is made with: the system's, where the one that started us was built without care.

A Python compiled on a machine (pyenv does so by default) is built without the profile that those of distributions,
Docker's and Homebrew's are built with: everything takes longer in it, by an eighth to a half (decision 62).

Imported by the launcher before the environment exists: only the standard library here.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path

SYSTEM = Path("/usr/bin/python3")
PROFILED = "--enable-optimizations"


def quickest() -> str:
    """The path of the Python that started us, unless it is a slow build and the system's can take its place."""
    if is_profiled() or not _can_replace(SYSTEM):
        return sys.executable
    return str(SYSTEM)


def is_profiled() -> bool:
    """Debian says it of its own by no option: a Python that lives in /usr is its distribution's."""
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    return PROFILED in options or Path(sys.base_prefix) == SYSTEM.parent.parent


def _can_replace(other: Path) -> bool:
    """It can make environments, and is at least as new."""
    here = tuple(sys.version_info[:2])
    question = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] < {here})"
    try:
        return subprocess.run([other, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
