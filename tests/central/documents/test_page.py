"""Central's public page, used as people do: in a browser, without scripts."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright
from support.central import LI_NA, central_app, central_store
from support.documents import PAPER, PaperOffice, certificate, office

from central.console.verify import WORDS
from central.documents.keys import open_keys
from central.documents.verify import Doubt, Missing
from contract.documents import IssuedDocument
from contract.verification import short_code, sign

PATIENCE_MS = 60_000
PICTURES = os.environ.get("ONETRIP_TEST_PICTURES")
"""A folder to which each page is drawn, for people to look at."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("public")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with (
        central_store(folder) as store,
        central_app(store, PaperOffice(), **office(folder)) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def made(client: httpx.Client) -> IssuedDocument:
    body = {
        "idempotency_key": "6f0a2f9e-3f43-4d0e-8b1c-6b1f0e2a9d01",
        "item": PAPER,
        "applicant": LI_NA,
    }
    return IssuedDocument.model_validate_json(
        client.post("/v1/documents", json=body).content
    )


@pytest.fixture(scope="module")
def browser_page(client: httpx.Client) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--no-proxy-server"],
        )
        context = browser.new_context(
            base_url=str(client.base_url),
            java_script_enabled=False,
            viewport={"width": 420, "height": 900},
        )
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()
        browser.close()


@pytest.fixture
def page(browser_page: Page) -> Page:
    browser_page.goto("/verify")
    return browser_page


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_a_pdf_is_uploaded_and_found_genuine(
    page: Page, made: IssuedDocument, tmp_path: Path
) -> None:
    (tmp_path / "证明.pdf").write_bytes(made.pdf)
    look(page, "form")
    page.set_input_files("#file", tmp_path / "证明.pdf")
    page.get_by_role("button", name="核验文件").click()
    said = page.get_by_role("status").inner_text()
    look(page, "valid")
    for fact in ("真实有效", "Genuine", "参保证明", "李娜", "510411********4526"):
        assert fact in said
    assert made.serial in said
    assert LI_NA["number"] not in page.content()


def test_an_altered_pdf_is_refused_and_nothing_else_is_told(
    page: Page, made: IssuedDocument, tmp_path: Path
) -> None:
    altered = made.pdf.replace(b"<pdfaid:part>2", b"<pdfaid:part>3")
    (tmp_path / "x.pdf").write_bytes(altered)
    page.set_input_files("#file", tmp_path / "x.pdf")
    page.get_by_role("button", name="核验文件").click()
    said = page.get_by_role("alert").inner_text()
    look(page, "invalid")
    assert "核验未通过" in said
    assert "改动过" in said
    assert "changed after it was signed" in said
    assert "李娜" not in page.content()


def test_the_text_of_a_qr_code_is_pasted(page: Page, made: IssuedDocument) -> None:
    page.fill("#code", made.verification)
    page.get_by_role("button", name="核验 Verify", exact=True).click()
    assert "李娜" in page.get_by_role("status").inner_text()


def test_somebody_elses_code_is_refused(page: Page, tmp_path: Path) -> None:
    stranger = open_keys(tmp_path)
    page.fill("#code", sign(certificate().claims(), stranger.signing_key))
    page.get_by_role("button", name="核验 Verify", exact=True).click()
    assert "不是本平台签发的" in page.get_by_role("alert").inner_text()


def test_the_code_below_the_picture_is_typed_with_the_serial(
    page: Page, made: IssuedDocument
) -> None:
    page.fill("#code", short_code(made.verification).lower().replace("-", " "))
    page.fill("#serial", f" {made.serial.lower()} ")
    page.get_by_role("button", name="核验 Verify", exact=True).click()
    assert "李娜" in page.get_by_role("status").inner_text()


@pytest.mark.parametrize(
    ("code", "serial"),
    [("7KQ2-M9XD-40RT", "{}"), ("{}", "PO-20261126-999999"), ("", "{}"), ("证", "{}")],
)
def test_a_wrong_serial_or_code_tells_nothing(
    code: str, serial: str, client: httpx.Client, made: IssuedDocument
) -> None:
    answered = client.post(
        "/verify",
        data={
            "code": code.format(short_code(made.verification)),
            "serial": serial.format(made.serial),
        },
    )
    assert "核验未通过" in answered.text
    assert "李娜" not in answered.text


def test_nothing_given_is_told(page: Page) -> None:
    page.get_by_role("button", name="核验文件").click()
    assert "请选择 PDF 文件" in page.get_by_role("alert").inner_text()


def test_it_is_public_loads_nothing_from_elsewhere_and_runs_no_script(
    client: httpx.Client,
) -> None:
    answered = httpx.get(str(client.base_url) + "/verify", trust_env=False)
    assert answered.status_code == 200
    policy = answered.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "script" not in answered.text
    assert "unsafe" not in policy
    assert answered.headers["cache-control"] == "no-store"
    style = httpx.get(str(client.base_url) + "/verify.css", trust_env=False)
    assert "url(" not in style.text


def test_whatever_is_given_is_bounded_and_escaped(client: httpx.Client) -> None:
    evil = "<script>alert(1)</script>"
    answered = client.post("/verify", data={"code": evil, "serial": evil})
    assert answered.status_code == 200
    assert "<script" not in answered.text
    assert client.post("/verify", data={"code": "x" * 6000}).status_code == 422
    huge = {"file": ("x.pdf", b"%PDF-" + b"\0" * 1_100_000)}
    assert client.post("/verify", files=huge).status_code == 413
    noise = {"file": ("x.pdf", b"%PDF-" + bytes(range(256)) * 1000)}
    assert "核验未通过" in client.post("/verify", files=noise).text


def test_every_doubt_that_it_can_meet_has_words() -> None:
    everything: set[Doubt] = set()
    for kind in Doubt.__args__:
        everything |= set(kind)
    elsewhere = {Missing.NEITHER, Missing.NO_CERTIFICATE}
    assert set(WORDS) == everything - elsewhere
