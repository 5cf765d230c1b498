"""The bill of materials names every file of a package, or refuses to be written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# As the builds name it.
SCRIPT = Path(__file__).parents[2] / "installer" / "linux" / ".." / "bill_of_materials.py"


@pytest.fixture
def tree(tmp_path):
    """A package with one library, the program, a model, and the texts beside them."""
    files = {
        "site/small/__init__.py": "",
        "site/small-1.2.dist-info/METADATA": "Name: small\nVersion: 1.2\nLicense: MIT\n",
        "site/small-1.2.dist-info/RECORD": "small/__init__.py,,\nsmall-1.2.dist-info/METADATA,,\n"
        "small-1.2.dist-info/RECORD,,\n",
        "site/desk_app/__init__.py": "",
        "site/scanner/recognition/data/models/vie_best.traineddata": "",
        "token/64/softhsm2.dll": "",
        "token/sources.txt": "openssl_3.0.22.orig.tar.gz\nsofthsm2_2.6.1.orig.tar.gz\n",
        "python.exe": "",
        "LICENSE-desk-app.txt": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def bill(tree):
    asked = [sys.executable, SCRIPT, tree / "site", tree]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


def test_each_part_has_its_version_and_licence(tree):
    done = bill(tree)
    assert done.returncode == 0, done.stderr
    told = {
        part["name"]: (part["version"], part["licenses"][0]["license"]["name"])
        for part in json.loads(done.stdout)["components"]
    }
    assert told["small"] == ("1.2", "MIT")
    assert told["tessdata_best vie"] == ("4.0.0_best_int", "Apache-2.0")
    assert told["SoftHSM2 for Windows"] == ("2.6.1", "BSD-2-Clause")
    assert told["OpenSSL, linked into SoftHSM2"] == ("3.0.22", "Apache-2.0")
    assert len(told) == 5  # and the interpreter


@pytest.mark.parametrize("name", ["foreign.dll", "site/small/more.pyd", "tessdata/eng.traineddata"])
def test_a_file_of_nobody_refuses_the_bill(tree, name):
    (tree / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / name).write_text("", encoding="utf-8")
    done = bill(tree)
    assert done.returncode == 1
    assert done.stdout == ""
    assert name in done.stderr


def test_a_package_without_a_licence_refuses_the_bill(tree):
    file = tree / "site" / "small-1.2.dist-info" / "METADATA"
    file.write_text("Name: small\nVersion: 1.2\n", encoding="utf-8")
    assert bill(tree).returncode == 1
    file.write_text("Name: pyrage\nVersion: 1.2\n", encoding="utf-8")
    done = bill(tree)  # it says nothing itself: licences.toml does
    assert done.returncode == 0, done.stderr
    assert '"name": "MIT"' in done.stdout


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="asks the packages of Debian")
def test_libraries_of_the_system_are_named_by_their_package(tree):
    (tree / "lib").mkdir()
    (tree / "lib" / "libfontconfig.so.1").write_text("", encoding="utf-8")
    done = bill(tree)
    assert done.returncode == 0, done.stderr
    found = next(p for p in json.loads(done.stdout)["components"] if p["name"] == "libfontconfig1")
    assert found["purl"].startswith("pkg:deb/debian/libfontconfig1@")
    said = found["licenses"][0]["license"]["name"]  # its page is not written for programs
    assert said == "as said in share/doc/libfontconfig1/copyright"
    (tree / "lib" / "libnobody.so.7").write_text("", encoding="utf-8")
    assert "libnobody.so.7" in bill(tree).stderr
