"""The operators' page tells how each terminal is, and nothing about citizens."""

import json
import re
import typing
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import update
from starlette.requests import Request
from support.central import (
    CHEN,
    LI_NA,
    central_app,
    eventually,
    heartbeat,
    record,
)

from central.api.problems import ProblemError
from central.console.page import choose_language, refuse_strangers
from central.console.words import WORDS, duration, say
from central.store.database import Store
from central.store.ledger import ledger
from central.store.schema import HeartbeatRow
from central.store.terminals import add_terminal
from contract.business_day import utc_now
from contract.records import Paper, RecordKind, RecordState
from drivers.base import Role, State
from drivers.errors import Reason
from view import Content

NEVER = "9999-12-31T16:00:00Z"
START = datetime(2026, 11, 22, 6, tzinfo=UTC)
HEARTBEAT = "/v1/terminals/demo-01/heartbeat"
PRINTER = {
    "role": "receipt_printer",
    "backend": "escpos",
    "state": "warning",
    "reason": "paper_near_end",
    "supplies": {"paper": "paper_near_end"},
}


def page(client: httpx.Client, lang: str = "en") -> str:
    answer = client.get("/", params={"lang": lang})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def words(html: str) -> str:
    """What stands on the page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_heartbeat_shows_in_words(client: httpx.Client) -> None:
    queue = {"queued": 12, "leased": 3, "quarantined": 2}
    beat = heartbeat(screen="review", devices=[PRINTER], queue=queue)
    client.put(HEARTBEAT, json=beat)
    english, chinese = words(page(client)), words(page(client, "zh_CN"))
    for expected in (
        "demo-01",
        "alive",
        "reading the answer",
        "warning receipt printer: paper near its end",
        "queued 12",
        "being sent 3",
        "quarantined 2",
    ):
        assert expected in english
    for expected in ("在线", "查看结果", "注意 凭条打印机：纸将用尽", "排队 12"):
        assert expected in chinese


def test_a_terminal_is_silent_after_three_missed_heartbeats(store: Store) -> None:
    now = START
    with central_app(store, now=lambda: now) as client:
        client.put(HEARTBEAT, json=heartbeat(time=START.isoformat()))
        now = START + timedelta(seconds=90)
        assert "alive 1 min ago" in words(page(client))
        now = START + timedelta(seconds=91)
        assert "silent 1 min ago" in words(page(client))
        assert "Silent 1" in words(page(client))


def test_a_terminal_that_never_spoke_is_shown(
    client: httpx.Client, store: Store
) -> None:
    add_terminal(store, "hall-02", START)
    assert "hall-02 never seen" in words(page(client))


@pytest.mark.parametrize(
    "body",
    [
        heartbeat(queue={"queued": 1, "leased": 0, "quarantined": 0})
        | {"queue": {"queued": 1, "leased": 0, "quarantined": 0, "oldest": NEVER}},
        heartbeat() | {"time": NEVER},
        heartbeat() | {"screen_since": NEVER},
        heartbeat() | {"of_a_later_version": True},
        {},
        None,
    ],
)
def test_a_bad_terminal_costs_its_own_row(
    client: httpx.Client, store: Store, body: object
) -> None:
    if body:
        assert client.put(HEARTBEAT, json=body).status_code == 422
    client.put(HEARTBEAT, json=heartbeat(screen="review"))
    text = "" if body is None else json.dumps(body)
    with store.writing() as session:
        session.add(HeartbeatRow(terminal="hall-02", received_at=utc_now(), body=text))
    shown = words(page(client))
    assert "reading the answer" in shown
    assert re.search(r"hall-02 its report cannot be read \d+ s ago", shown)
    assert "Need attention 1" in shown
    with store.writing() as session:
        session.execute(
            update(HeartbeatRow)
            .where(HeartbeatRow.terminal == "hall-02")
            .values(received_at=START)
        )
    assert "Silent 1" in words(page(client))


def test_a_wrong_clock_is_told(store: Store) -> None:
    with central_app(store, now=lambda: START) as client:
        wrong = START - timedelta(hours=2)
        client.put(HEARTBEAT, json=heartbeat(time=wrong.isoformat()))
        assert "clock off by −2 h" in words(page(client))


def test_whatever_a_terminal_says_is_escaped(client: httpx.Client) -> None:
    evil = "<script>alert(1)</script>\"'&"
    device = {
        "role": evil,
        "backend": evil,
        "state": evil,
        "reason": evil,
        "supplies": {evil: evil + "2"},
    }
    beat = heartbeat(screen=evil, version=evil, devices=[device])
    assert client.put(HEARTBEAT, json=beat).status_code == 200
    html = page(client)
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)") == 8
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy


def test_the_last_records_are_shown_without_people(
    client: httpx.Client, store: Store
) -> None:
    case = record(41)
    outcome = {"about": case["idempotency_key"], "serial": "R-41", "paper": "uncertain"}
    client.post(
        "/v1/records",
        json={
            "records": [
                case,
                record(42, RecordKind.REQUEST),
                record(43, RecordKind.OUTCOME, outcome),
            ]
        },
    )
    eventually(lambda: "ready" in {str(e.state) for e in ledger(store)}, "ready")
    html = page(client)
    assert "demo-01 41 social_security.contribution_statement" in words(html)
    assert "completion completed uncertain" in words(html)
    for person in (LI_NA, CHEN):
        assert person["name"] not in html
        assert person["number"] not in html


def test_it_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    html = page(client)
    assert 'http-equiv="refresh"' in html
    assert re.findall(r'(?:src|href)="([^"]*)"', html) == [
        "/console.css",
        "/?lang=zh_CN",
    ]
    style = client.get("/console.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text


@pytest.mark.parametrize("stranger", ["192.0.2.7", "2001:db8::7", "not an address"])
def test_it_is_for_this_machine_alone(stranger: str) -> None:
    with pytest.raises(ProblemError, match="console_is_local"):
        refuse_strangers(Request({"type": "http", "client": (stranger, 5)}))
    refuse_strangers(Request({"type": "http", "client": ("127.0.0.1", 5)}))
    refuse_strangers(Request({"type": "http", "client": ("::1", 5)}))


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        (None, "", "zh_CN"),
        (None, "en-GB,zh;q=0.5", "en"),
        (None, "fr, zh-TW;q=0.5, en", "zh_CN"),
        ("en", "zh-CN", "en"),
        ("zh_CN", "en", "zh_CN"),
        ("klingon", "en", "en"),
    ],
)
def test_the_language_is_asked_for_or_the_browsers(
    asked: str | None, accepted: str, expected: str
) -> None:
    assert choose_language(asked, accepted) == expected


def test_everything_that_a_terminal_can_say_has_words() -> None:
    screens = {
        re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
        for kind in typing.get_args(Content)
    }
    for group, said in (
        ("state", State),
        ("role", Role),
        ("reason", Reason),
        ("screen", screens | {"dead"}),
        ("kind", RecordKind),
        ("record", set(RecordState) - {RecordState.REFUSED}),
        ("paper", Paper),
    ):
        missing = {str(word) for word in said} - set(WORDS[group])
        assert not missing, f"{group} without words: {missing}"


def test_an_unknown_word_is_shown_as_it_is() -> None:
    assert say("en", "reason", "gremlins") == "gremlins"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-3, "0 s"), (59.9, "59 s"), (60, "1 min"), (7200, "2 h"), (90_000, "1 d")],
)
def test_durations_are_short(seconds: float, expected: str) -> None:
    assert duration("en", seconds) == expected
