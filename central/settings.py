"""Central's settings: the table `[central_service]`, declared as a terminal's are.

`config.settings.load_section` reads them from `--config FILE` and then from
`ONETRIP_CENTRAL_SERVICE__<KEY>`; the command line overrides both.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from config import explain
from config.errors import ConfigError
from config.layers import AbsolutePath, Section, sections
from config.loader import SERVICES
from config.settings import (
    DEMO_TERMINAL_KEY,
    Settings,
    is_loopback,
    is_web_address,
    load_section,
)

SECTION = "central_service"
"""Where central's settings stand in a file."""

DEMO_TERMINAL = "demo-01"

SQLITE = "sqlite:///"

LIBRARY = Path("/var/lib/onetrip")


def _from_home(url: str) -> str:
    path = url.removeprefix(SQLITE)
    if path == url or not path.startswith("~"):
        return url
    return SQLITE + str(Path(path).expanduser())


class Sandbox(Section):
    """The demonstration's provider, which takes no money.

    Attributes:
        url: Where it listens.
        key: Of the signatures on both ways.
    """

    url: Annotated[str, AfterValidator(is_web_address)] = Field(
        examples=["http://127.0.0.1:8700"]
    )
    key: SecretStr


class WeChat(Section):
    """WeChat Pay (native orders and payment codes); central alone may read the files.

    Attributes:
        merchant: The merchant's number (`mchid`).
        app: `appid`.
        serial: Of the merchant's certificate.
        private_key_file: The merchant's key, PEM.
        api_v3_key_file: 32 characters.
        public_key_file: WeChat Pay's public key, PEM.
        public_key_id: The id of WeChat Pay's public key.
    """

    merchant: str = Field(examples=["1900000109"])
    app: str = Field(examples=["wxd678efh567hg6787"])
    serial: str = Field(examples=["5157F09EFDC096DE15EBE81A47057A7232F1B8E1"])
    private_key_file: AbsolutePath = Field(
        examples=["/var/lib/onetrip/keys/wechat.pem"]
    )
    api_v3_key_file: AbsolutePath = Field(examples=["/var/lib/onetrip/keys/wechat-v3"])
    public_key_file: AbsolutePath = Field(
        examples=["/var/lib/onetrip/keys/wechat-public.pem"]
    )
    public_key_id: str = Field(
        examples=["PUB_KEY_ID_0000000000000024101100397200000006"]
    )


class Alipay(Section):
    """Alipay (precreated orders and payment codes); central alone may read the files.

    Attributes:
        app: `app_id`.
        private_key_file: The application's key, PEM.
        public_key_file: Alipay's public key, PEM.
    """

    app: str = Field(examples=["2021000000000000"])
    private_key_file: AbsolutePath = Field(
        examples=["/var/lib/onetrip/keys/alipay.pem"]
    )
    public_key_file: AbsolutePath = Field(
        examples=["/var/lib/onetrip/keys/alipay-public.pem"]
    )


class PaymentSettings(Section):
    """How payments are taken; a provider without a table is not offered.

    Attributes:
        limit: In fen; more is not accepted at a terminal.
        deadline_s: How long the code on the screen can be paid.
        public_url: Under which phones and providers reach central; without it its own
            address.
    """

    limit: Annotated[int, Field(ge=1)] = 5_000_000
    deadline_s: Annotated[float, Field(ge=1, le=3600)] = 120.0
    public_url: Annotated[str, AfterValidator(is_web_address)] | None = Field(
        default=None, examples=["https://pay.example.gov.cn"]
    )
    sandbox: Sandbox | None = None
    wechat: WeChat | None = None
    alipay: Alipay | None = None


Days = Annotated[int, Field(ge=1, le=36_500)]


class RetentionSettings(Section):
    """How many days central keeps personal data, once a matter is finished.

    `docs/retention.md` says when each period starts, and what is deleted.

    Attributes:
        result_days: A department's answer to a request.
        document_days: A printed document, of which copies can be made until then.
        verification_days: By which a paper's serial is found on the page `/verify`.
        payment_days: Who paid; amounts and numbers stay.
        try_days: Wrong collection codes.
    """

    result_days: Days = 30
    document_days: Days = 90
    verification_days: Days = 365
    payment_days: Days = 90
    try_days: Days = 1

    @model_validator(mode="after")
    def _copies_have_codes(self) -> "RetentionSettings":
        if self.verification_days < self.document_days:
            raise ValueError(
                "verification_days: a copy of a document carries its code, so it is "
                f"kept as long: allowed: at least {self.document_days}"
            )
        return self


class CentralSettings(Section):
    """How the central service runs; terminals need none of it.

    Attributes:
        host: Address to listen on. Loopback, unless the TLS proxy in front of it runs
            on
            another machine.
        port: 0 takes a free one.
        database: SQLAlchemy's URL; in `sqlite:///~/…`, `~` is the home folder.
        keys: Folder of the keys that sign documents and the catalogue; without it
            `keys` beside a SQLite database, else `/var/lib/onetrip/keys`.
        catalogue: Folder of the service items that terminals are sent; without it
            those of this version.
        demonstration: Accept the demonstration's terminal, whose key is public, and
            connect the departments with invented people; on loopback only.
        department_timeout_s: After which a department's answer is abandoned; shorter
            than a terminal's `query_timeout_s`, or the terminal never learns why.
        log_format: `json` for machines, `console` for people; without it `console`
            in demonstrations only.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8600
    database: Annotated[str, AfterValidator(_from_home)] = (
        "sqlite:////var/lib/onetrip/central.db"
    )
    keys: AbsolutePath | None = Field(default=None, examples=["/var/lib/onetrip/keys"])
    catalogue: AbsolutePath | None = Field(
        default=None, examples=["/etc/onetrip/services"]
    )
    payments: PaymentSettings = PaymentSettings()
    retention: RetentionSettings = RetentionSettings()
    demonstration: bool = False
    department_timeout_s: Annotated[float, Field(gt=0, le=300)] = 8.0
    log_format: Literal["json", "console"] | None = Field(
        default=None, examples=["json"]
    )

    @property
    def keys_folder(self) -> Path:
        """Folder of the keys."""
        if self.keys is not None:
            return self.keys
        path = self.database.removeprefix(SQLITE)
        beside = LIBRARY if path == self.database else Path(path).absolute().parent
        return beside / "keys"

    @property
    def catalogue_folder(self) -> Path:
        """Folder of the service items."""
        return self.catalogue or SERVICES

    @model_validator(mode="after")
    def _demonstrations_stay_at_home(self) -> "CentralSettings":
        if self.demonstration and not is_loopback(self.host):
            raise ValueError(
                "demonstration: everybody has its terminal's key, so it may listen on "
                f"loopback alone (127.0.0.1), and host is {self.host}"
            )
        if self.payments.sandbox is not None and not self.demonstration:
            raise ValueError(
                "payments.sandbox: takes no money, and belongs to demonstrations alone"
            )
        return self


def every_section() -> dict[str, type[BaseModel]]:
    """Return the tables of a settings file: the terminal's, then central's."""
    return sections(Settings) | {SECTION: CentralSettings}


def load(path: Path | None, overrides: dict[str, object]) -> CentralSettings:
    """Read the settings.

    Args:
        path: Of `--config FILE`; None without one.
        overrides: From the command line; keys that are None are left out.

    Raises:
        ConfigError: With every mistake found, and its place.
    """
    settings = load_section(path, SECTION, CentralSettings)
    said = {key: value for key, value in overrides.items() if value is not None}
    data = settings.model_dump() | said
    try:
        return CentralSettings.model_validate(data)
    except ValidationError as error:
        found = list(
            explain.problems(error, CentralSettings, data, lambda _: "command line")
        )
    raise ConfigError(found)


__all__ = [
    "DEMO_TERMINAL",
    "DEMO_TERMINAL_KEY",
    "CentralSettings",
    "every_section",
    "load",
]
