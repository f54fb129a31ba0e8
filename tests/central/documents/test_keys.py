"""Central's keys are made once, kept from others, and never overwritten."""

import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from central.documents.errors import KeyFilesError
from central.documents.keys import (
    PEOPLE,
    RETIRED,
    SEAL,
    SIGNING_KEY,
    make_sealing_key,
    open_keys,
    read_public_keys,
)
from config.settings import DEMO_SEALING_KEY
from contract import sealing


def test_they_are_made_once_and_read_again(tmp_path: Path) -> None:
    first = open_keys(tmp_path / "new" / "keys", demonstration=True)
    again = open_keys(tmp_path / "new" / "keys")
    assert again.public == first.public
    assert again.people == first.people
    assert again.seal == first.seal


def test_nobody_else_can_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    open_keys(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in (SIGNING_KEY, SEAL, PEOPLE):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    files = {str(one.relative_to(folder)) for one in folder.rglob("*.*")}
    assert files == {SIGNING_KEY, SEAL, PEOPLE, "sealing/0001.key"}
    assert stat.S_IMODE((folder / "sealing/0001.key").stat().st_mode) == 0o600


def test_a_new_sealing_key_comes_first_and_the_old_one_stays(tmp_path: Path) -> None:
    (old,) = open_keys(tmp_path).sealing_keys
    made = make_sealing_key(tmp_path)
    new, still = open_keys(tmp_path).sealing_keys
    assert still == old
    assert sealing.key_id(new) == made


def test_the_demonstrations_sealing_key_is_no_key_of_a_real_central(
    tmp_path: Path,
) -> None:
    real = open_keys(tmp_path / "real")
    demonstration = open_keys(tmp_path / "demonstration", demonstration=True)
    assert demonstration.sealing_keys == (DEMO_SEALING_KEY,)
    assert not real.sealing.keys() & demonstration.sealing.keys()


def test_a_damaged_sealing_key_is_told_and_left_alone(tmp_path: Path) -> None:
    open_keys(tmp_path)
    file = tmp_path / "sealing" / "0001.key"
    file.write_bytes(b"short")
    with pytest.raises(KeyFilesError, match="damaged"):
        open_keys(tmp_path)
    assert file.read_bytes() == b"short"


def test_the_seals_certificate_is_of_p256_and_signed_by_the_authority(
    tmp_path: Path,
) -> None:
    keys = open_keys(tmp_path, demonstration=True)
    assert isinstance(keys.seal_key.curve, ec.SECP256R1)
    keys.seal.verify_directly_issued_by(keys.public.authorities[0])
    assert "演示" in keys.seal.subject.rfc4514_string()
    usage = keys.seal.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_outside_of_demonstrations_nothing_says_so(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    assert "演示" not in keys.seal.subject.rfc4514_string()
    assert "演示" not in keys.seal.issuer.rfc4514_string()


def test_what_is_damaged_is_told_and_left_alone(tmp_path: Path) -> None:
    open_keys(tmp_path)
    for name in (SIGNING_KEY, SEAL, PEOPLE):
        before = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(b"half of i")
        with pytest.raises(KeyFilesError, match="damaged"):
            open_keys(tmp_path)
        assert (tmp_path / name).read_bytes() == b"half of i"
        (tmp_path / name).write_bytes(before)
    open_keys(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFilesError, match=r"central_service\.keys"):
        open_keys(tmp_path / "file" / "keys")


def test_a_check_makes_no_keys(tmp_path: Path) -> None:
    with pytest.raises(KeyFilesError):
        open_keys(tmp_path / "keys", make=False)
    assert not (tmp_path / "keys").exists()


def test_the_public_ones_are_written_and_read(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    (tmp_path / "public.pem").write_text(keys.public.pem())
    assert read_public_keys(tmp_path / "public.pem") == keys.public
    assert "PRIVATE" not in keys.public.pem()


def test_retired_keys_stay_valid_after_the_new_one(tmp_path: Path) -> None:
    old = open_keys(tmp_path)
    (tmp_path / RETIRED).mkdir()
    (tmp_path / RETIRED / "2026.pem").write_text(old.public.pem())
    for name in (SIGNING_KEY, SEAL):
        (tmp_path / name).unlink()
    new = open_keys(tmp_path)
    assert new.verification_keys == (
        new.signing_key.public_key().public_bytes_raw(),
        *old.verification_keys,
    )
    (first,) = old.public.authorities
    assert new.public.authorities[1:] == (first,)
    assert new.public.authorities[0] != first


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no key",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    ],
)
def test_a_file_without_a_key_of_ours_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_bytes(content)
    with pytest.raises(KeyFilesError, match=r"x\.pem"):
        read_public_keys(tmp_path / "x.pem")
