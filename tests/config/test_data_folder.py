"""What cannot hold the data is said in one sentence, before anything is written."""

import errno
import os
import stat

import pytest

from cabas.config import data_folder
from cabas.config.data_folder import FolderInUse, FolderUnusable


@pytest.fixture(autouse=True)
def same_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("CABAS_DATA", str(tmp_path))
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def test_the_option_chooses_the_folder(tmp_path):
    assert data_folder.choose_from(["audit", "--data", str(tmp_path / "a"), "x"]) == ["audit", "x"]
    assert data_folder.chosen() == tmp_path / "a"
    assert data_folder.choose_from([f"--data={tmp_path}/b"]) == []
    assert data_folder.chosen() == tmp_path / "b"


def test_a_new_folder_is_made_for_its_owner(tmp_path):
    data_folder.require_usable(tmp_path / "deep" / "data")
    assert stat.S_IMODE((tmp_path / "deep" / "data").stat().st_mode) & 0o007 == 0
    assert data_folder.is_new(tmp_path / "deep" / "data")


def test_a_file_is_not_a_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FolderUnusable, match="n’est pas un dossier"):
        data_folder.require_usable(tmp_path / "file")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "est plein : libérez de la place"),
        (errno.EACCES, "vous n’en avez pas le droit"),
        (errno.EROFS, "en lecture seule"),
    ],
)
def test_a_folder_that_cannot_be_written_says_why(tmp_path, monkeypatch, number, sentence):
    def fail(path):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(data_folder, "_write_and_remove", fail)
    with pytest.raises(FolderUnusable, match=sentence) as refusal:
        data_folder.require_usable(tmp_path)
    assert "\n" not in str(refusal.value)


def test_an_almost_full_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "FREE_MIN", 2**62)
    with pytest.raises(FolderUnusable, match="presque plein"):
        data_folder.require_usable(tmp_path)


def test_one_cabas_at_a_time_works_in_a_folder(tmp_path):
    assert not data_folder.is_held(tmp_path)
    held = data_folder.hold(tmp_path)
    assert data_folder.is_held(tmp_path)
    with pytest.raises(FolderInUse, match=f"processus {os.getpid()}"):
        data_folder.hold(tmp_path)
    os.close(held)
    assert not data_folder.is_held(tmp_path)
