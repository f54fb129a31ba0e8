"""Checks of the connection to central, of its clock and of the terminal's key."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import requests

from config.errors import ConfigError
from contract.health import Health
from kiosk import setup
from kiosk.errors import CentralError
from kiosk.technician.doctor.finding import Finding, Terminal

CLOCK_OFF_S = 60.0
"""Labels on paper may be wrong by so much; nothing else depends on the clock."""

_NOT_CENTRAL = (
    *(HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER),
    *(HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT),
    *(HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED),
)
"""Statuses that another server returns, where there is no reason of central's."""


def check(at: Terminal) -> Iterator[Finding]:
    """Check the connection, the clock and the terminal's key."""
    central = at.settings.central
    try:
        began = datetime.now(UTC)
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(
                f"{central.url}/healthz",
                allow_redirects=False,  # the terminal's client does not either
                timeout=(central.connect_timeout_s, central.query_timeout_s),
            )
        took = datetime.now(UTC) - began
        if answer.is_redirect:
            yield _elsewhere(at, answer.headers["Location"])
            yield _terminal_key(at)
            return
        answer.raise_for_status()
        health = Health.model_validate_json(answer.content)
    except (requests.RequestException, ValueError) as error:
        words = at.say(
            "检查网线、防火墙和 central.url；中心服务是否在运行。",
            "Check the cable, the firewall and central.url; and that central runs.",
        )
        detail = f"{central.url}: {type(error).__name__}"
        yield Finding("central", False, detail, words)
    else:
        yield Finding("central", True, central.url)
        yield clock(at, began + took / 2 - health.time)
    yield _terminal_key(at)


def _elsewhere(at: Terminal, place: str) -> Finding:
    words = at.say(
        "中心前面的代理改指到别处。把它所指的地址（不含 /healthz）写入 central.url。",
        "What stands in front of central points elsewhere. Put the address that it "
        "points to, without /healthz, into central.url.",
    )
    return Finding("central", False, f"{at.settings.central.url} → {place}", words)


def _terminal_key(at: Terminal) -> Finding:
    words = at.say(
        "在中心用 `python -m central terminal add` 新建密钥，"
        "写入 central.key_file（权限 0600）。",
        "Make one at central: `python -m central terminal add NAME`, and put it "
        "into central.key_file (mode 0600).",
    )
    try:
        client = setup.central_client(at.settings)
    except ConfigError as error:
        return Finding("terminal_key", False, str(error), words)
    try:
        client.send([])  # stores nothing, and is accepted only if signed by it
    except CentralError as error:
        if error.status is None:
            again = at.say("先恢复与中心的连接。", "Reach central first.")
            return Finding("terminal_key", False, error.detail, again)
        why = error.reason or error.detail
        if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            # Central cannot tell a wrong key from an altered request.
            altered = at.say(
                "若密钥无误，是中心前面的代理改动了请求：它须去掉 central.url "
                "中的路径，并原样转交其余路径、查询和内容。",
                "If it is the right one, a proxy in front of central alters the "
                "request: it must take the path of central.url away, and pass the "
                "rest of the path, the query and the body on as they are.",
            )
            return Finding("terminal_key", False, why, f"{words} {altered}")
        if error.reason is None and error.status in _NOT_CENTRAL:
            altered = at.say(
                "central.url 处应答的不是中心：检查其路径，以及代理把请求转交到哪里。",
                "What answers at central.url is not central: check its path, and "
                "where a proxy passes requests on to.",
            )
            return Finding("terminal_key", False, why, altered)
        return Finding(
            "terminal_key",
            False,
            why,
            at.say("查看中心服务的日志。", "See central's log."),
        )
    finally:
        client.close()
    return Finding("terminal_key", True)


def clock(at: Terminal, off: timedelta) -> Finding:
    """Check how far the terminal's clock is ahead of central's."""
    seconds = off.total_seconds()
    well = abs(seconds) <= CLOCK_OFF_S
    words = at.say(
        "启用时间同步：timedatectl set-ntp true。",
        "Synchronise it: timedatectl set-ntp true.",
    )
    return Finding("clock", well, f"{seconds:+.1f} s", "" if well else words)
