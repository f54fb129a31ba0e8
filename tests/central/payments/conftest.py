"""The real providers against their fakes, and the office on a shared database."""

from collections.abc import Iterator

import pytest
from support.central import central_store
from support.fake_alipay import FakeAlipay
from support.fake_wechat import FakeWeChat
from support.paying import Paying
from support.providers import alipay_of, wechat_of

from central.payments.alipay import Alipay
from central.payments.wechat import WeChat
from central.store.database import Store


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with central_store(tmp_path_factory.mktemp("payments")) as store:
        yield store


@pytest.fixture
def paying(one_store: Store) -> Iterator[Paying]:
    paying = Paying(one_store)
    yield paying
    paying.close()


@pytest.fixture
def fake_alipay(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAlipay]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeAlipay()
    yield fake
    fake.close()


@pytest.fixture
def alipay(fake_alipay: FakeAlipay) -> Alipay:
    return alipay_of(fake_alipay)


@pytest.fixture
def fake_wechat(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWeChat]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeWeChat()
    yield fake
    fake.close()


@pytest.fixture
def wechat(fake_wechat: FakeWeChat) -> WeChat:
    return wechat_of(fake_wechat)
