"""One virtual environment, `.venv` beside the launcher, holds exactly the packages that the requirements pin by hash.

Imported by the launcher before that environment exists: only the standard library here.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cabas.config import interpreter
from cabas.config.saying import no_right, say, typeset

STAMP = "requirements.sha256"
OF_ITS_OWN = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONNOUSERSITE": "1"}


def prepare(project: str, *, for_development: bool) -> str:
    """Make or refresh the environment; return the path of its Python."""
    try:
        return _prepared(project, for_development=for_development)
    except PermissionError as failure:
        sys.exit(typeset(no_right(failure)))


def _prepared(project: str, *, for_development: bool) -> str:
    environment = Path(project, ".venv")
    requirements = Path(project, "requirements")
    names = ["dev.txt"] if for_development else ["base.txt", "dev.txt"]
    with _one_at_a_time(requirements):
        if not _answers(environment):
            _make(environment)
        if not _is_current(environment, requirements, names):
            _install(environment, requirements / names[0])
        _show_the_source(environment, Path(project, "src"))
    return str(_python(environment))


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _python(environment: Path) -> Path:
    return environment / "bin" / "python"


def _answers(environment: Path) -> bool:
    return _python(environment).exists() and (environment / "pyvenv.cfg").exists()


def _make(environment: Path) -> None:
    say("Création de l’environnement (.venv)")
    python, uv = interpreter.quickest(), shutil.which("uv")
    if uv:
        _run([uv, "venv", "--quiet", "--clear", "--python", python, str(environment)])
        return
    if python == sys.executable and not _can_make_environments():
        _install_debian_package()
    _run([python, "-m", "venv", "--clear", str(environment)])


def _can_make_environments() -> bool:
    """Debian ships Python without `ensurepip`; asked in a new process, since a package may have just been installed."""
    question = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return question.returncode == 0


def _install_debian_package() -> None:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installation du paquet {package}")
        apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], env=apt, capture_output=True, check=False)
    if not _can_make_environments():
        sys.exit(
            typeset(
                f"Il manque de quoi créer un environnement Python : installez le paquet {package}, puis recommencez."
            )
        )


def _is_current(environment: Path, requirements: Path, names: list[str]) -> bool:
    """Is one of these files installed as it reads today? (Every pin of base.txt is in dev.txt: a test holds it.)"""
    stamp = environment / STAMP
    return stamp.exists() and stamp.read_text() in {_digest(requirements / name) for name in names}


def _digest(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _install(environment: Path, requirements: Path) -> None:
    say(f"Installation des bibliothèques ({requirements.name})")
    (environment / STAMP).unlink(missing_ok=True)  # an interrupted installation must start again
    uv = shutil.which("uv")
    if not uv and not (environment / "bin" / "pip").exists():  # made by a uv that is gone
        _make(environment)
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(_python(environment))]
    else:
        command = [str(_python(environment)), "-m", "pip", "install", "-qq"]
    _run([*command, "--require-hashes", "--requirement", str(requirements)])
    (environment / STAMP).write_text(_digest(requirements))


def _show_the_source(environment: Path, source: Path) -> None:
    """An editable installation cannot be pinned by hash; a `.pth` file says where the package is, also after a move."""
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(environment), "platbase": str(environment)}))
    if not packages.is_dir():
        packages = next((environment / "lib").glob("python3*/site-packages"))
    pointer = packages / "cabas.pth"
    line = f"{source}\n"
    if not pointer.exists() or pointer.read_text() != line:
        pointer.write_text(line)


def _run(command: list[str]) -> None:
    try:
        outcome = subprocess.run(command, env={**os.environ, **OF_ITS_OWN}, check=False)
    except OSError as failure:
        sys.exit(typeset(f"Impossible de lancer {command[0]} : {failure.strerror}."))
    if outcome.returncode:
        sys.exit(
            typeset("La préparation a échoué (voir ci-dessus) ; relancez la même commande une fois la cause levée.")
        )
