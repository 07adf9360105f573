"""A provider is a folder: without it nothing else changes, and no real group knows the simulated one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cabas
from cabas.groups.models import Group
from cabas.ledger.models import Book
from cabas.payments.online.providers import NoSuchProvider, offer_of, offers
from cabas.payments.online.sealing import KeyLost, seal, unseal


def group(*, is_disposable: bool) -> Group:
    return Group(name="Un groupe", book=Book(is_disposable=is_disposable))


def test_a_real_group_has_real_providers_and_one_of_examples_only_the_simulated_one(settings: Any) -> None:
    settings.IS_DEMO = False
    real, example = group(is_disposable=False), group(is_disposable=True)
    with pytest.raises(NoSuchProvider):
        offer_of("simulated", real)
    with pytest.raises(NoSuchProvider):
        offer_of("stripe", example)
    assert [offer.name for offer in offers(real)] == ["stripe"]
    assert [offer.name for offer in offers(example)] == ["simulated"]
    settings.IS_DEMO = True
    assert [offer.name for offer in offers(example)] == ["simulated", "stripe"]


@pytest.mark.one_database
def test_without_the_folder_of_a_provider_the_rest_stands(tmp_path: Path) -> None:
    source = Path(cabas.__path__[0])
    shutil.copy(source.parents[1] / "pyproject.toml", tmp_path)
    shutil.copytree(source, tmp_path / "src/cabas", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(tmp_path / "src/cabas/payments/online/stripe")
    (tmp_path / "data").mkdir()
    program = (
        "import django; django.setup(); from django.core.management import call_command; call_command('check');"
        "from cabas.groups.models import Group; from cabas.ledger.models import Book;"
        "from cabas.payments.online.providers import offers;"
        "assert offers(Group(book=Book())) == [], offers(Group(book=Book()))"
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
