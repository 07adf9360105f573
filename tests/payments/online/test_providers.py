"""A provider is a folder: without it nothing else changes, and the simulated one exists in a demonstration only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cabas
from cabas.clock import NotADemo
from cabas.payments.online.interface import Keys
from cabas.payments.online.providers import NoSuchProvider, offer_of, offers
from cabas.payments.online.sealing import KeyLost, seal, unseal
from cabas.payments.online.simulated.provider import Simulated

KEYS = Keys("any", "any")


def test_the_simulated_provider_refuses_to_exist_outside_a_demonstration(settings: Any) -> None:
    settings.IS_DEMO = False
    with pytest.raises(NotADemo):
        Simulated(KEYS)
    with pytest.raises(NoSuchProvider):
        offer_of("simulated")
    assert [offer.name for offer in offers()] == ["stripe"]
    settings.IS_DEMO = True
    assert [offer.name for offer in offers()] == ["simulated", "stripe"]


@pytest.mark.one_database
def test_without_the_folder_of_a_provider_the_rest_stands(tmp_path: Path) -> None:
    source = Path(cabas.__path__[0])
    shutil.copy(source.parents[1] / "pyproject.toml", tmp_path)
    shutil.copytree(source, tmp_path / "src/cabas", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(tmp_path / "src/cabas/payments/online/stripe")
    (tmp_path / "data").mkdir()
    program = (
        "import django; django.setup(); from django.core.management import call_command; call_command('check');"
        "from cabas.payments.online.providers import offers; assert offers() == [], offers()"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "src"),
        "CABAS_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "cabas.config.settings",
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_secret_opens_with_the_key_of_its_installation_only(settings: Any) -> None:
    sealed = seal("sk_live_something")
    assert ("sk_live" in sealed, unseal(sealed)) == (False, "sk_live_something")
    settings.SECRET_KEY = "another one, as long and as random as the first"
    with pytest.raises(KeyLost):
        unseal(sealed)
