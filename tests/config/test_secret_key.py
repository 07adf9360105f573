"""An installation has one key, whichever of its processes makes it."""

import multiprocessing
import stat
from pathlib import Path

from cabas.config.secret_key import secret_key

TOGETHER = 8


def told(folder: Path, barrier, answers) -> None:
    barrier.wait()
    answers.put(secret_key(folder))


def test_processes_that_start_together_have_the_same_key_and_leave_one_file(tmp_path):
    for turn in range(5):
        folder = tmp_path / str(turn)
        folder.mkdir()
        fork = multiprocessing.get_context("fork")
        barrier, answers = fork.Barrier(TOGETHER), fork.Queue()
        processes = [fork.Process(target=told, args=(folder, barrier, answers)) for _ in range(TOGETHER)]
        for process in processes:
            process.start()
        keys = {answers.get(timeout=20) for _ in processes}
        for process in processes:
            process.join()
        (kept,) = folder.iterdir()
        assert (kept.name, {kept.read_text()}, stat.S_IMODE(kept.stat().st_mode)) == ("secret.key", keys, 0o600)


def test_what_exists_is_read_and_without_a_folder_nothing_is_kept(tmp_path):
    (tmp_path / "secret.key").write_text("x")
    assert secret_key(tmp_path) == "x"
    assert secret_key(tmp_path / "nowhere") != secret_key(tmp_path / "nowhere")
    assert [each.name for each in tmp_path.iterdir()] == ["secret.key"]
