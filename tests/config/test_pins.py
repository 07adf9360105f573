"""The requirements are pinned, hashed, without an address, and not older than their advisories."""

from cabas.config import pins
from cabas.config.data_folder import PROJECT

LOCK = "django==5.2.19 \\\n    --hash=sha256:aa\nsqlparse==0.6.1 ; sys_platform == 'linux' \\\n    --hash=sha256:bb\n"


def written(folder, *, base=LOCK, dev=LOCK, advice="django>=5.2.13  # CVE-2026-3902\n"):
    (folder / "base.txt").write_text(base)
    (folder / "dev.txt").write_text(dev)
    (folder / "minimum-versions.txt").write_text(advice)
    return folder


def test_our_requirements_have_no_fault():
    assert pins.faults(PROJECT / "requirements") == []


def test_every_advice_is_about_a_package_that_we_use():
    used = pins.pinned(PROJECT / "requirements" / "dev.txt")
    advice = (PROJECT / "requirements" / "minimum-versions.txt").read_text()
    assert {line.split(">=")[0] for line in advice.splitlines() if line and line[0] != "#"} <= set(used)


def test_a_sound_folder_has_no_fault(tmp_path):
    assert pins.faults(written(tmp_path)) == []


def test_a_version_below_its_advice_is_named_with_it(tmp_path):
    assert pins.faults(written(tmp_path, advice="Django>=5.2.20  # CVE-2030-1\n")) == [
        "Django 5.2.19 est plus ancien que 5.2.20 (CVE-2030-1)"
    ]


def test_an_advice_without_its_reason_is_refused(tmp_path):
    assert len(pins.faults(written(tmp_path, advice="django>=5.2.13\n"))) == 1


def test_an_address_in_a_lock_is_refused(tmp_path):
    lock = "--index-url https://example.org/simple\n" + LOCK
    assert pins.faults(written(tmp_path, base=lock)) == [
        "base.txt nomme une adresse : un verrou ne dit pas d’où viennent les paquets"
    ]


def test_a_pin_without_a_hash_is_refused(tmp_path):
    assert pins.faults(written(tmp_path, dev=LOCK + "asgiref==3.13.0\n")) == [
        "dev.txt : asgiref==3.13.0 est sans empreinte"
    ]


def test_the_development_lock_holds_the_pins_of_the_other(tmp_path):
    assert pins.faults(written(tmp_path, dev=LOCK.replace("0.6.1", "0.6.2"))) == [
        "sqlparse 0.6.1 de base.txt n’est pas dans dev.txt"
    ]
