"""The environment is installed again exactly when what the requirements say has changed."""

from cabas.config import environment


def project(folder):
    (folder / "requirements").mkdir()
    (folder / "requirements" / "base.txt").write_text("django==5.2.19\n")
    (folder / "requirements" / "dev.txt").write_text("django==5.2.19\npytest==9.2.0\n")
    (folder / ".venv").mkdir()
    return folder / ".venv", folder / "requirements"


def test_an_environment_made_for_development_also_serves(tmp_path):
    made, requirements = project(tmp_path)
    (made / environment.STAMP).write_text(environment._digest(requirements / "dev.txt"))
    assert environment._is_current(made, requirements, ["dev.txt"])
    assert environment._is_current(made, requirements, ["base.txt", "dev.txt"])


def test_an_environment_made_to_serve_is_not_enough_for_development(tmp_path):
    made, requirements = project(tmp_path)
    (made / environment.STAMP).write_text(environment._digest(requirements / "base.txt"))
    assert not environment._is_current(made, requirements, ["dev.txt"])


def test_a_changed_lock_is_installed_again(tmp_path):
    made, requirements = project(tmp_path)
    (made / environment.STAMP).write_text(environment._digest(requirements / "dev.txt"))
    (requirements / "dev.txt").write_text("django==5.2.20\n")
    assert not environment._is_current(made, requirements, ["dev.txt"])


def test_the_source_is_found_after_the_checkout_moved(tmp_path):
    packages = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "cabas.pth").write_text("/elsewhere/src\n")
    environment._show_the_source(tmp_path / ".venv", tmp_path / "src")
    assert next((tmp_path / ".venv").rglob("cabas.pth")).read_text() == f"{tmp_path / 'src'}\n"
