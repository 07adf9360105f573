"""The assets are collected again only when one of their sources changed."""

import hashlib
import shutil
from pathlib import Path

from cabas.config.saying import say

STAMP = "sources.sha256"


def collect() -> None:
    """Gather, name by content and compress every asset into STATIC_ROOT, where that is not done already."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    now = digest()
    stamp = root / STAMP
    if stamp.exists() and stamp.read_text() == now:
        return
    say("Préparation des feuilles de style et des images")
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now)


def digest() -> str:
    """One fingerprint for the names and contents of all sources."""
    from django.contrib.staticfiles.finders import get_finders

    whole = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            whole.update(path.encode() + b"\0")
            with storage.open(path) as source:
                whole.update(hashlib.sha256(source.read()).digest())
    return whole.hexdigest()
