"""`central verify` tells genuine from anything else, without a network."""

from pathlib import Path

import pytest
from support.central import command
from support.documents import certificate, drawn

from central.cli import main
from central.documents.keys import Keys, open_keys
from central.documents.seal import Seal
from central.documents.verify import WORDS, Doubt, Missing
from contract.verification import sign


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("central")


@pytest.fixture(scope="module")
def keys(folder: Path) -> Keys:
    return open_keys(folder / "keys", demonstration=True)


@pytest.fixture(scope="module")
def code(keys: Keys) -> str:
    return sign(certificate("陈𬱖").claims(), keys.signing_key)


@pytest.fixture(scope="module")
def pdf(folder: Path, keys: Keys) -> Path:
    path = folder / "document.pdf"
    path.write_bytes(Seal(keys).sign(drawn(certificate("陈𬱖"), keys))[0])
    return path


@pytest.fixture(scope="module")
def key(folder: Path, keys: Keys) -> Path:
    path = folder / "public.pem"
    path.write_text(keys.public.pem())
    return path


def verify(
    capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, str, str]:
    exit_code = main(["verify", *map(str, arguments)])
    said = capsys.readouterr()
    return exit_code, said.out, said.err


def test_a_file_and_a_code_are_valid(
    pdf: Path, code: str, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for given in (pdf, code, code + "\n"):
        exit_code, out, err = verify(capsys, given, "--key", key)
        assert exit_code == 0
        assert out.startswith("VALID")
        for fact in ("PO-20261126-000123", "陈𬱖", "510411********4526", "2026-10-31"):
            assert fact in out
        assert err == ""


def test_a_file_with_a_code_in_it_is_valid(
    tmp_path: Path, code: str, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "code.txt").write_text(code[:76] + "\r\n" + code[76:] + "\n")
    assert verify(capsys, tmp_path / "code.txt", "--key", key)[0] == 0


def test_the_keys_folder_beside_the_database_is_the_default(
    pdf: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{folder / 'central.db'}"
    assert verify(capsys, pdf, "--database", database)[0] == 0


def test_a_check_makes_no_keys(
    pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    exit_code, _, err = verify(capsys, pdf, "--database", database)
    assert exit_code == 1
    assert "central_service.keys" in err
    assert not (tmp_path / "keys").exists()


def refused(capsys: pytest.CaptureFixture[str], given: object, key: Path) -> str:
    exit_code, out, err = verify(capsys, given, "--key", key)
    assert exit_code == 1
    assert err == ""
    assert out.startswith("NOT VALID: ")
    assert "陈" not in out
    return out.rpartition("(")[2].rstrip(")\n")


def test_what_is_not_genuine_is_told_why(
    *,
    pdf: Path,
    code: str,
    key: Path,
    keys: Keys,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stranger = open_keys(tmp_path / "stranger")
    foreign_code = sign(certificate().claims(), stranger.signing_key)
    assert refused(capsys, foreign_code, key) == "unknown_key"
    altered = code[:-2] + ("10" if code.endswith("00") else "00")
    assert refused(capsys, altered, key) == "bad_signature"
    assert refused(capsys, code[:40], key) == "malformed"
    assert refused(capsys, "nothing.pdf", key) == "neither"
    assert refused(capsys, "证" * 5000, key) == "neither"

    whole = pdf.read_bytes()
    for name, content, why in (
        ("altered", whole.replace(b"<pdfaid:part>2", b"<pdfaid:part>3"), "altered"),
        ("added", whole + b"\n", "not_whole"),
        ("cut", whole[:-9], "not_whole"),
        ("unsigned", drawn(certificate(), keys), "no_signature"),
        ("empty", b"", "not_ours"),
        ("noise", bytes(range(256)), "not_ours"),
        ("huge", whole + b"\0" * 4_000_000, "too_large"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert refused(capsys, path, key) == why, name

    foreign = tmp_path / "foreign.pdf"
    foreign.write_bytes(Seal(stranger).sign(drawn(certificate(), stranger))[0])
    assert refused(capsys, foreign, key) == "unknown_signer"


def test_a_right_seal_around_another_code_is_refused(
    keys: Keys, tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = open_keys(tmp_path / "stranger")
    path = tmp_path / "mixed.pdf"
    path.write_bytes(Seal(keys).sign(drawn(certificate(), stranger))[0])
    assert refused(capsys, path, key) == "unknown_key"


def test_a_key_without_a_certificate_checks_codes_alone(
    pdf: Path, code: str, keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key.pem"
    key.write_text(keys.public.pem().partition("-----BEGIN CERTIFICATE")[0])
    assert verify(capsys, code, "--key", key)[0] == 0
    assert refused(capsys, pdf, key) == "no_certificate"


def test_a_key_file_that_is_none_is_told(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, _, err = verify(capsys, code, "--key", tmp_path / "none.pem")
    assert exit_code == 2
    assert "none.pem" in err
    (tmp_path / "x.pem").write_text("no key")
    exit_code, _, err = verify(capsys, code, "--key", tmp_path / "x.pem")
    assert exit_code == 1
    assert "x.pem" in err


def test_the_public_keys_are_exported(
    folder: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{folder / 'central.db'}"
    assert main(["keys", "export", "--database", database]) == 0
    assert capsys.readouterr().out == keys.public.pem()


def test_the_program_itself_needs_no_network(pdf: Path, key: Path) -> None:
    # No proxy, no resolver: whatever would be asked, nobody is there.
    done = command("verify", str(pdf), "--key", str(key), https_proxy="http://[::1]:9")
    assert done.returncode == 0, done.stderr
    assert "陈𬱖" in done.stdout


def test_every_doubt_has_words() -> None:
    everything: set[Doubt] = set()
    for kind in Doubt.__args__:
        everything |= set(kind)
    assert set(WORDS) == everything
    assert Missing.NEITHER in everything
