"""The environment is made with a Python that was built with care, where there is one."""

import sys
import sysconfig
from pathlib import Path

import pytest

from cabas.config import interpreter


def a_python(path: Path, *, answers: int) -> Path:
    path.write_text(f"#!/bin/sh\nexit {answers}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def built_here(monkeypatch, tmp_path):
    """This Python as if it had been compiled in somebody's home, without options."""
    monkeypatch.setattr(sysconfig, "get_config_var", {"CONFIG_ARGS": "'--enable-shared'"}.get)
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))


def test_a_slow_build_gives_way_to_the_python_of_the_system(built_here, monkeypatch, tmp_path):
    monkeypatch.setattr(interpreter, "SYSTEM", a_python(tmp_path / "python3", answers=0))
    assert interpreter.quickest() == str(tmp_path / "python3")


def test_a_slow_build_stays_where_the_system_has_an_older_one_or_one_that_makes_no_environments(
    built_here, monkeypatch, tmp_path
):
    monkeypatch.setattr(interpreter, "SYSTEM", a_python(tmp_path / "python3", answers=1))
    assert interpreter.quickest() == sys.executable


def test_a_slow_build_stays_where_the_system_has_none(built_here, monkeypatch, tmp_path):
    monkeypatch.setattr(interpreter, "SYSTEM", tmp_path / "python3")
    assert interpreter.quickest() == sys.executable


def test_a_python_built_with_its_profile_stays(built_here, monkeypatch, tmp_path):
    monkeypatch.setattr(interpreter, "SYSTEM", a_python(tmp_path / "python3", answers=0))
    monkeypatch.setattr(sysconfig, "get_config_var", {"CONFIG_ARGS": "'--enable-optimizations' '--with-lto'"}.get)
    assert interpreter.quickest() == sys.executable


def test_the_python_of_the_system_is_asked_whether_it_is_as_new_as_this_one(monkeypatch):
    assert interpreter._can_replace(Path(sys.executable))
    monkeypatch.setattr(sys, "version_info", (99, 0, 0))
    assert not interpreter._can_replace(Path(sys.executable))
