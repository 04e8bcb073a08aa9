"""Third-party files are the ones VERSIONS names, byte for byte."""

import hashlib
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = settings.BASE_DIR / "static" / "vendor"


def differences(folder: Path) -> list[str]:
    """Return what is unlisted, missing or changed in a folder of vendored files."""
    versions = tomllib.loads((folder / "VERSIONS").read_text())
    listed = {f"{name}/{file}": digest for name, entry in versions.items() for file, digest in entry["sha256"].items()}
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    del found["VERSIONS"]
    return (
        [f"unlisted {name}" for name in sorted(found.keys() - listed.keys())]
        + [f"missing {name}" for name in sorted(listed.keys() - found.keys())]
        + [
            f"changed {name}"
            for name in sorted(found.keys() & listed.keys())
            if hashlib.sha256(found[name].read_bytes()).hexdigest() != listed[name]
        ]
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(VENDOR, tmp_path / "vendor")


def test_vendored_files_are_those_of_versions() -> None:
    assert differences(VENDOR) == []


def test_a_changed_byte_an_unlisted_and_a_missing_file_are_found(copy: Path) -> None:
    with (copy / "chartjs" / "chart.umd.min.js").open("ab") as file:
        file.write(b" ")
    (copy / "chartjs" / "extra.js").touch()
    (copy / "bootstrap" / "LICENSE").unlink()
    assert differences(copy) == [
        "unlisted chartjs/extra.js",
        "missing bootstrap/LICENSE",
        "changed chartjs/chart.umd.min.js",
    ]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("bootstrap", "bootstrap.min.css"),
        ("chartjs", "chart.umd.min.js"),
        ("chartjs-plugin-annotation", "chartjs-plugin-annotation.min.js"),
    ],
)
def test_each_file_says_the_version_that_versions_says(name: str, file: str) -> None:
    entry = tomllib.loads((VENDOR / "VERSIONS").read_text())[name]
    header = (VENDOR / name / file).read_text()[:300]
    assert re.findall(r"v(\d+\.\d+\.\d+)", header)[0] == entry["version"]
    assert entry["licence"] == "MIT"
    assert "MIT" in header


def test_no_vendored_file_refers_to_a_source_map_that_is_not_there() -> None:
    assert [path.name for path in VENDOR.rglob("*.*s") if "sourceMappingURL" in path.read_text()] == []
