"""Central's keys, as files of one folder: made at the first start, never overwritten.

A database records its keys (`documents.custody`): only one that never had any is
given first keys automatically.

* `signing.key`: Ed25519, for QR codes and the catalogue.
* `seal.pem`: the P-256 key that signs PDFs, its certificate, and that of the authority
  which signed it. The authority's own key is discarded once it has signed: no second
  certificate can be made in its name.
* `people.key`: the key of the hashes by which people are found (`store.persons`). With
  another one, no card would find what is waiting for it.
* `sealing/NNNN.key`: X25519, to which terminals seal their records; the highest number
  is in use, and each earlier one still opens what was sealed to it. `python -m central
  keys rotate` makes the next. None is ever removed: a terminal that returns after a
  year has records that only an old one opens.
* `retired/*.pem`: public keys and certificates that were used before and stay valid
  for what was made with them. To change a key, write what `python -m central keys
  export` prints into a file there, remove the old file, run `python -m central keys
  init`, and restart central.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from central.documents.errors import KeyFilesError
from contract import sealing

SIGNING_KEY = "signing.key"
SEAL = "seal.pem"
PEOPLE = "people.key"
RETIRED = "retired"
SEALING = "sealing"

LIFE = timedelta(days=365 * 30)
"""Of certificates: a paper must outlive whoever keeps it."""

PEOPLE_BYTES = 32

LARGEST_FILE = 1_000_000


@dataclass(frozen=True)
class PublicKeys:
    """All keys that are needed to verify documents, on any machine.

    Attributes:
        codes: Keys that QR codes may be signed with, newest first.
        authorities: Certificates that a PDF's certificate may be signed by.
    """

    codes: tuple[ed25519.Ed25519PublicKey, ...]
    authorities: tuple[x509.Certificate, ...]

    def pem(self) -> str:
        """Return the keys as text, for `central verify --key FILE`."""
        parts = [_public_pem(key) for key in self.codes]
        parts += [_certificate_pem(one) for one in self.authorities]
        return b"".join(parts).decode("ascii")


@dataclass(frozen=True, repr=False)
class Keys:
    """Everything in the folder.

    Attributes:
        signing_key: Signs QR codes and the catalogue.
        seal_key: Signs PDFs.
        seal: The certificate of `seal_key`.
        people: Key of the persons' hashes, 32 bytes.
        sealing: X25519 private keys by their id, newest first.
        public: Verifies documents; contains the retired keys too.
    """

    signing_key: ed25519.Ed25519PrivateKey
    seal_key: ec.EllipticCurvePrivateKey
    seal: x509.Certificate
    people: bytes
    sealing: Mapping[str, bytes]
    public: PublicKeys

    @property
    def verification_keys(self) -> tuple[bytes, ...]:
        """Raw Ed25519 public keys, newest first, as the catalogue publishes them."""
        return tuple(key.public_bytes_raw() for key in self.public.codes)

    @property
    def sealing_keys(self) -> tuple[bytes, ...]:
        """Raw X25519 public keys, newest first, as the catalogue publishes them."""
        return tuple(sealing.public_key(key) for key in self.sealing.values())


DEMO_SEALING_KEY = bytes.fromhex(
    "5db4f7a83eb95280adf4989d6787de2a94e21642aa5dc419127c0f490445dc1f"
)
"""Of demonstrations, whose terminals know its public half from the start."""


def open_keys(folder: Path, *, demonstration: bool = False, make: bool = True) -> Keys:
    """Read the keys, and make those that do not exist yet.

    Args:
        folder: Created if it is missing.
        demonstration: Whether the certificates' names contain 演示, and records are
            sealed to the demonstration's key, which is public.
        make: False where no keys are to be made, as in a check.

    Raises:
        KeyFilesError: A file cannot be read or made, or contains no such key.
    """
    try:
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(folder / SIGNING_KEY, _new_signing_key)
            _make(folder / SEAL, lambda: _new_seal(demonstration=demonstration))
            _make(folder / PEOPLE, lambda: secrets.token_bytes(PEOPLE_BYTES))
            if not demonstration and not _sealing_files(folder):
                make_sealing_key(folder)
        people = (folder / PEOPLE).read_bytes()
        signing = serialization.load_pem_private_key(
            (folder / SIGNING_KEY).read_bytes(), None
        )
        sealed_with = (folder / SEAL).read_bytes()
        seal_key = serialization.load_pem_private_key(sealed_with, None)
        seal, authority = x509.load_pem_x509_certificates(sealed_with)
        own_sealing = [DEMO_SEALING_KEY]
        if not demonstration:
            own_sealing = [one.read_bytes() for one in _sealing_files(folder)]
        retired = [
            read_public_keys(one) for one in sorted((folder / RETIRED).glob("*.pem"))
        ]
    except OSError as error:
        raise KeyFilesError(
            "the folder of keys {folder} cannot be used ({why}); "
            "the setting central_service.keys names another",
            folder=folder,
            why=error.strerror,
        ) from error
    except (TypeError, ValueError) as error:
        raise KeyFilesError(
            "{one} or {other} in {folder} is damaged: restore it from a backup",
            one=SIGNING_KEY,
            other=SEAL,
            folder=folder,
        ) from error
    if not isinstance(signing, ed25519.Ed25519PrivateKey):
        raise KeyFilesError("{file} is no Ed25519 key", file=folder / SIGNING_KEY)
    if (
        not isinstance(seal_key, ec.EllipticCurvePrivateKey)
        or seal.public_key() != seal_key.public_key()
    ):
        raise KeyFilesError(
            "key and certificate in {file} do not belong", file=folder / SEAL
        )
    if len(people) != PEOPLE_BYTES:
        raise KeyFilesError(
            "{file} is damaged: restore it from a backup", file=folder / PEOPLE
        )
    if any(len(one) != sealing.KEY_BYTES for one in own_sealing):
        raise KeyFilesError(
            "a key in {folder} is damaged: restore it from a backup",
            folder=folder / SEALING,
        )
    own = PublicKeys((signing.public_key(),), (authority,))
    return Keys(
        signing,
        seal_key,
        seal,
        people,
        {sealing.key_id(sealing.public_key(one)): one for one in own_sealing},
        _together((own, *retired)),
    )


def absent(folder: Path, *, demonstration: bool) -> frozenset[str]:
    """Return the names of the files, or of the folder of files, that are missing."""
    names = {
        name for name in (SIGNING_KEY, SEAL, PEOPLE) if not (folder / name).exists()
    }
    if not demonstration and not _sealing_files(folder):
        names.add(SEALING)
    return frozenset(names)


def make_sealing_key(folder: Path) -> str:
    """Make the next key that records are sealed to; the earlier ones stay.

    Returns:
        Its id.

    Raises:
        OSError: It cannot be written.
    """
    private = secrets.token_bytes(sealing.KEY_BYTES)
    files = _sealing_files(folder)
    number = int(files[0].stem) + 1 if files else 1
    home = folder / SEALING
    home.mkdir(mode=0o700, exist_ok=True)
    _make(home / f"{number:04d}.key", lambda: private)
    return sealing.key_id(sealing.public_key(private))


def _sealing_files(folder: Path) -> list[Path]:
    """Return the files, newest first."""
    found = [one for one in (folder / SEALING).glob("*.key") if one.stem.isdigit()]
    return sorted(found, key=lambda one: int(one.stem), reverse=True)


def read_public_keys(path: Path) -> PublicKeys:
    """Read a file of public keys and certificates (PEM, any number of both).

    Raises:
        OSError: It cannot be read.
        KeyFilesError: It contains neither.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE)
    codes: list[ed25519.Ed25519PublicKey] = []
    for block in content.split(b"-----BEGIN PUBLIC KEY-----")[1:]:
        pem = b"-----BEGIN PUBLIC KEY-----" + block
        try:
            key = serialization.load_pem_public_key(pem)
        except ValueError as error:
            raise KeyFilesError(
                "{file}: a public key cannot be read", file=path
            ) from error
        if not isinstance(key, ed25519.Ed25519PublicKey):
            raise KeyFilesError("{file}: a public key is not of Ed25519", file=path)
        codes.append(key)
    authorities: list[x509.Certificate] = []
    if b"-----BEGIN CERTIFICATE-----" in content:
        try:
            authorities = x509.load_pem_x509_certificates(content)
        except ValueError as error:
            raise KeyFilesError(
                "{file}: a certificate cannot be read", file=path
            ) from error
    if not codes and not authorities:
        raise KeyFilesError(
            "{file}: no public key and no certificate (PEM) in it", file=path
        )
    return PublicKeys(tuple(codes), tuple(authorities))


def _together(all_keys: Iterable[PublicKeys]) -> PublicKeys:
    parts = list(all_keys)
    codes = {code.public_bytes_raw(): code for part in parts for code in part.codes}
    authorities = dict.fromkeys(one for part in parts for one in part.authorities)
    return PublicKeys(tuple(codes.values()), tuple(authorities))


def _make(path: Path, content: Callable[[], bytes]) -> None:
    """Write a file completely or not at all, unless it exists."""
    if path.exists():
        return
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first
            path.hardlink_to(draft)
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _new_signing_key() -> bytes:
    return _private_pem(ed25519.Ed25519PrivateKey.generate())


def _new_seal(*, demonstration: bool) -> bytes:
    """Return a new key, its certificate, and that of the authority."""
    mark = "演示 " if demonstration else ""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    seal_key = ec.generate_private_key(ec.SECP256R1())
    authority_name = _name(f"{mark}OneTrip 文件签名根证书")
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(
        authority_key.public_key()
    )
    seal = (
        _certificate(
            _name(f"{mark}政务服务电子文件专用章"),
            authority_name,
            seal_key.public_key(),
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(issuer, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    return _private_pem(seal_key) + _certificate_pem(seal) + _certificate_pem(authority)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # other clocks may be behind
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _private_pem(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public_pem(key: ed25519.Ed25519PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _certificate_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
