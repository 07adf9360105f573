"""The version of Cabas is written once, in pyproject.toml."""

import tomllib
from importlib import metadata

from cabas.config.data_folder import PROJECT


def current() -> str:
    """The version of the checkout, or of the installed package where there is no checkout."""
    written = PROJECT / "pyproject.toml"
    if written.exists():
        return str(tomllib.loads(written.read_text())["project"]["version"])
    return metadata.version("cabas")
