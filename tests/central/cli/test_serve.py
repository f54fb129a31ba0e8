"""`central run` and `openapi`."""

from pathlib import Path

from support.central import command
from support.processes import ROOT

from central import serving


def test_the_openapi_document_is_the_one_committed() -> None:
    committed = (ROOT / "central" / "openapi.json").read_text(encoding="utf-8")
    assert serving.openapi_document() == committed, "run `make openapi`"


def test_the_openapi_document_comes_out_alone() -> None:
    done = command("openapi", PYTHONHASHSEED="random")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout == serving.openapi_document()


def test_an_address_of_another_machine_is_told(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    arguments = ("--host", "192.0.2.7", "--port", "0", "--database", database)
    done = command("run", *arguments)
    assert done.returncode == 1
    assert "192.0.2.7" in done.stderr
    assert "Traceback" not in done.stderr
