"""The providers that the settings name, made of files of keys."""

from pathlib import Path

import pytest
from support.fake_wechat import API_V3_KEY, APP, MERCHANT, PUBLIC_KEY_ID, SERIAL
from support.provider_fakes import private_pem, public_pem

from central.payments.providers import providers_of
from central.settings import PaymentSettings
from config.errors import ConfigError


def settings(folder: Path) -> PaymentSettings:
    (folder / "private.pem").write_text(private_pem("merchant"))
    (folder / "public.pem").write_text(public_pem("provider"))
    (folder / "v3").write_text(f"{API_V3_KEY}\n")
    keys = {
        "private_key_file": str(folder / "private.pem"),
        "public_key_file": str(folder / "public.pem"),
    }
    wechat = {
        "merchant": MERCHANT,
        "app": APP,
        "serial": SERIAL,
        "api_v3_key_file": str(folder / "v3"),
        "public_key_id": PUBLIC_KEY_ID,
    }
    return PaymentSettings.model_validate(
        {"wechat": wechat | keys, "alipay": {"app": "2021000000000000"} | keys}
    )


def test_a_provider_without_a_table_is_not_offered() -> None:
    assert providers_of(PaymentSettings(), "https://pay.example") == {}


def test_providers_are_offered_in_one_order(tmp_path: Path) -> None:
    providers = providers_of(settings(tmp_path), "https://pay.example")
    assert list(providers) == ["wechat", "alipay"]
    assert [each.name for each in providers.values()] == ["wechat", "alipay"]
    assert all(each.accepts_codes for each in providers.values())


@pytest.mark.parametrize("name", ["private.pem", "public.pem", "v3"])
def test_a_file_that_holds_no_key_is_named_and_not_shown(
    tmp_path: Path, name: str
) -> None:
    given = settings(tmp_path)
    (tmp_path / name).write_text("of-no-use")
    with pytest.raises(ConfigError, match=r"payments\.wechat.*key") as caught:
        providers_of(given, "https://pay.example")
    assert "of-no-use" not in str(caught.value)
    (tmp_path / name).unlink()
    with pytest.raises(ConfigError, match=name):
        providers_of(given, "https://pay.example")


@pytest.mark.parametrize("name", ["private.pem", "public.pem"])
def test_so_it_is_for_alipay(tmp_path: Path, name: str) -> None:
    given = settings(tmp_path).model_copy(update={"wechat": None})
    (tmp_path / name).write_text("of-no-use")
    with pytest.raises(ConfigError, match=r"payments\.alipay.*key"):
        providers_of(given, "https://pay.example")
