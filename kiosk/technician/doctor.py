"""`python -m kiosk doctor`: checks whether the terminal is ready to serve.

It is one module as each check is a few lines, and all share the settings, the language
and the order in which a technician reads them.

It checks everything and changes nothing: no cache and no key is created, and nothing is
sent to central that it would store.
"""

import json
import math
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import requests

from config.errors import ConfigError
from config.loader import HOME
from config.settings import Settings
from contract import sealing
from contract.health import Health
from contract.model import Language
from drivers.base import Receipt, Role, Text
from drivers.errors import DriverError, Reason
from kiosk import service_pin, setup
from kiosk.errors import CentralError, PinFileError
from kiosk.technician import device_access as cabinet
from kiosk.technician import device_commands
from kiosk.technician.remedies import Words
from kiosk.wire.keys import sealing_key
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.journal import Journal
from offline_cache.key import CREDENTIAL, credential
from offline_cache.keyring import Keyring
from offline_cache.manifest import Manifest
from offline_cache.outbox import Outbox
from offline_cache.status import Status, StatusEntry
from offline_cache.words import Fact

NEEDED = (Role.ID_CARD_READER, Role.RECEIPT_PRINTER)
"""The devices without which no citizen can be served."""
FREE_BYTES = 200_000_000
"""Enough for some weeks of a busy terminal's records and logs."""
CLOCK_OFF_S = 60.0
"""Seconds by which times on paper may be off; nothing else depends on the clock."""
RARE = "𬱖㛃䶮𠅤"
"""Rare characters of names: extensions A, B and E of Unicode's Han."""

_NOT_CENTRAL = (
    *(HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER),
    *(HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT),
    *(HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED),
)
"""Statuses that show another server, if sent without a reason of central's."""

_QM = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
"""The first bytes of a compiled Qt translation."""


@dataclass(frozen=True)
class Finding:
    """The result of one check; `remedy` is empty if it passed."""

    check: str
    ok: bool
    detail: str = ""
    remedy: str = ""


def run(settings: Settings, *, as_json: bool) -> int:
    """Run all checks; return the exit status: 0 ready, 1 not."""
    # Output for programs does not depend on the caller's language.
    tongue = "en" if as_json else device_commands.language(settings)
    return _tell(list(_Doctor(settings, tongue).findings()), as_json=as_json)


def without_settings(error: ConfigError, *, as_json: bool) -> int:
    """The answer where the settings cannot be used: nothing else can be looked at."""
    tongue = "en" if as_json else device_commands.spoken("zh_CN")
    remedy = Words(
        "改正上述各行，再运行一次。",
        "Mend these lines of the settings, and run it again.",
    ).within(tongue)
    return _tell([Finding("settings", False, str(error), remedy)], as_json=as_json)


def _tell(findings: list[Finding], *, as_json: bool) -> int:
    if as_json:
        text = json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2)
        sys.stdout.write(text + "\n")
    else:
        for each in findings:
            mark = "✓" if each.ok else "✗"
            sys.stdout.write(f"{mark} {each.check:32} {each.detail}\n")
            if not each.ok and each.remedy:
                sys.stdout.write(f"    → {each.remedy}\n")
    return 0 if all(each.ok for each in findings) else 1


class _Doctor:
    def __init__(self, settings: Settings, tongue: Language) -> None:
        self._settings = settings
        self._tongue = tongue

    def findings(self) -> Iterator[Finding]:
        yield Finding("settings", True, self._settings.terminal.name)
        yield self._service_items()
        yield from self._storage()
        yield from self._central()
        yield from self._devices()
        yield from self._service_pin()
        yield self._fonts()
        yield self._translations()
        yield self._display()

    def _say(self, zh: str, en: str) -> str:
        return Words(zh, en).within(self._tongue)

    def _service_items(self) -> Finding:
        try:
            count = len(setup.items_in_use(self._settings))
        except CacheError:  # reported below; the items of this version are available
            count = len(setup.catalogue())
        except ConfigError as error:
            words = self._say("改正该文件。", "Mend the file.")
            return Finding("service_items", False, str(error), words)
        words = self._say("重新安装程序。", "Install the program again.")
        return Finding(
            "service_items", count > 0, str(count), words if not count else ""
        )

    def _service_pin(self) -> Iterator[Finding]:
        """Check the PIN file: without a PIN no clerk can load the cells."""
        if self._settings.devices.locker is None:
            return
        path = self._settings.service.pin_file
        remedy = self._say(
            "以服务用户身份运行 python -m kiosk service-pin。",
            "Run python -m kiosk service-pin as the user of the service.",
        )
        try:
            service_pin.read(path)
        except FileNotFoundError:
            shown = self._settings.terminal.demonstration
            detail = "demonstration" if shown else f"{path} is not there"
            yield Finding("service_pin", shown, detail, "" if shown else remedy)
        except OSError as error:
            yield Finding("service_pin", False, f"{path}: {error.strerror}", remedy)
        except PinFileError as error:
            yield Finding("service_pin", False, f"{path}: {error}", remedy)
        else:
            yield Finding("service_pin", True, str(path))

    # -- storage -------------------------------------------------------------------

    def _storage(self) -> Iterator[Finding]:
        path = self._settings.cache.path
        if not path.exists():
            yield self._first_start(path.parent)
            yield self._agent(math.inf)
        else:
            try:
                with setup.open_cache(self._settings) as cache:
                    yield Finding("cache", True, str(path))
                    yield from self._records(cache)
            except CacheError as error:
                yield Finding("cache", False, f"{path}: {error}", self._cache_remedy())
        if path.parent.is_dir():
            yield self._space(path.parent)

    def _first_start(self, folder: Path) -> Finding:
        if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
            words = self._say("首次启动时建立", "made at the first start")
            return Finding("cache", True, words)
        return Finding(
            "cache",
            False,
            f"{folder}: " + self._say("不存在或不可写", "not there, or not writable"),
            self._say(
                "建立该文件夹，并将其归终端用户所有；若是单独的磁盘，先挂载。",
                "Make the folder and give it to the terminal's user; mount its disk.",
            ),
        )

    def _cache_remedy(self) -> str:
        here = self._settings.cache.key_file
        zh, where = f"密钥文件 {here}（权限 0600）", f"the key file {here} (mode 0600)"
        if credential() is not None:
            zh, where = (
                f"systemd 凭据 {CREDENTIAL}",
                f"systemd's credential {CREDENTIAL}",
            )
        return self._say(
            f"从备份放回{zh}。没有备份时，把数据库移到别处，"
            "终端会重新建立；未上传的记录将无法读取。什么都没有被覆盖。",
            f"Put {where} back from its backup. Without one, move the database away "
            "and a new one is made; records not sent yet cannot be read then. "
            "Nothing was overwritten.",
        )

    def _space(self, folder: Path) -> Finding:
        free = shutil.disk_usage(folder).free
        well = free >= FREE_BYTES
        words = self._say("清理磁盘。", "Free some space on this disk.")
        return Finding(
            "disk_space", well, f"{free // 1_000_000} MB", "" if well else words
        )

    def _records(self, cache: Cache) -> Iterator[Finding]:
        outbox = Outbox(cache)
        counts = outbox.counts()
        room = outbox.has_room(self._settings.cache.queue_limit)
        well = room and not counts.quarantined
        words = self._say(
            "用 `python -m kiosk outbox list` 查看；原因排除后用 `outbox retry` 重发。",
            "See `python -m kiosk outbox list`; mend the cause, then `outbox retry`.",
        )
        detail = f"queued {counts.queued}, quarantined {counts.quarantined}"
        yield Finding("outbox", well, detail, "" if well else words)
        yield self._journal(cache)
        link = Status(cache).get(Fact.LINK)
        yield self._agent(link.age if link is not None else math.inf)
        work = Status(cache).get(Fact.AGENT)
        failing = [] if work is None else work.value["failing"]
        words = self._say(
            "查看日志：journalctl -u onetrip-agent；后台进程会继续重试。",
            "See its log: journalctl -u onetrip-agent; it keeps trying.",
        )
        detail = ", ".join(failing)
        yield Finding("agent_work", not failing, detail, words if failing else "")
        if link is not None:
            yield self._link(link)
        yield from self._published(cache)

    def _journal(self, cache: Cache) -> Finding:
        """Check that no journal entry has been changed."""
        words = self._say(
            "不要改动此终端；保存 kiosk journal export 的输出，并报告主管单位。",
            "Change nothing here; keep what `kiosk journal export` prints, report it.",
        )
        broken = Journal(cache).verify()
        status = Status(cache).get(Fact.JOURNAL)
        if broken is not None:
            detail = f"{broken.fault}, {broken.seq}"
        elif status is not None and status.field("fault") is not None:
            detail = f"{status.field('fault')}, {status.field('seq')}"
        else:
            return Finding("journal", True, str(Journal(cache).head().seq))
        return Finding("journal", False, detail, words)

    def _published(self, cache: Cache) -> Iterator[Finding]:
        """Check what the agent fetches from central: keys and manifest."""
        words = self._say(
            "恢复与中心的连接，等待后台进程下载；仍没有时查看中心的密钥设置。",
            "Reach central and let the agent fetch it; else see central's keys.",
        )
        keys = len(Keyring(cache).verification_keys())
        yield Finding("verification_keys", keys > 0, str(keys), "" if keys else words)
        key = sealing_key(
            Keyring(cache),
            self._settings.sealing_key,
            demonstration=self._settings.terminal.demonstration,
        )
        named = "" if key is None else sealing.key_id(key)
        yield Finding("sealing_key", key is not None, named, "" if named else words)
        if self._settings.devices.locker is None:
            return
        manifest = Manifest(cache)
        there = manifest.key() is not None
        detail = str(len(manifest.in_cells())) if there else ""
        yield Finding("manifest", there, detail, "" if there else words)

    def _link(self, status: StatusEntry) -> Finding:
        """Report the link to central, as last measured by the agent."""
        took, lost, of = map(status.field, ("round_trip_ms", "lost", "of"))
        parts = [] if took is None else [f"{took} ms"]
        parts += [] if not of else [self._say(f"丢失 {lost}/{of}", f"lost {lost}/{of}")]
        trouble = status.field("trouble")
        if trouble is None:
            return Finding("link", True, ", ".join(parts))
        words = self._say(
            "检查网络，再看 central 和 terminal_key 两项。",
            "See the network, and the checks central and terminal_key.",
        )
        return Finding("link", False, ", ".join([str(trouble), *parts]), words)

    def _agent(self, silent_s: float) -> Finding:
        alive = silent_s < 3 * self._settings.agent.heartbeat_s
        words = self._say(
            "启动后台进程：systemctl start onetrip-agent。",
            "Start it: systemctl start onetrip-agent.",
        )
        none = self._say("没有心跳", "no heartbeat")
        detail = none if math.isinf(silent_s) else f"{silent_s:.0f} s"
        return Finding("agent", alive, detail, "" if alive else words)

    # -- central -------------------------------------------------------------------

    def _central(self) -> Iterator[Finding]:
        central = self._settings.central
        try:
            began = datetime.now(UTC)
            with requests.Session() as session:
                session.trust_env = False
                answer = session.get(
                    f"{central.url}/healthz",
                    # the client for records does not follow redirects either
                    allow_redirects=False,
                    timeout=(central.connect_timeout_s, central.query_timeout_s),
                )
            took = datetime.now(UTC) - began
            if answer.is_redirect:
                yield self._elsewhere(answer.headers["Location"])
                yield self._terminal_key()
                return
            answer.raise_for_status()
            health = Health.model_validate_json(answer.content)
        except (requests.RequestException, ValueError) as error:
            words = self._say(
                "检查网线、防火墙和 central.url；中心服务是否在运行。",
                "Check the cable, the firewall and central.url; and that central runs.",
            )
            detail = f"{central.url}: {type(error).__name__}"
            yield Finding("central", False, detail, words)
        else:
            yield Finding("central", True, central.url)
            yield self._clock(began + took / 2 - health.time)
        yield self._terminal_key()

    def _elsewhere(self, place: str) -> Finding:
        words = self._say(
            "中心前面的代理改指到别处。把它所指的地址（不含 /healthz）"
            "写入 central.url。",
            "What stands in front of central points elsewhere. Put the address that it "
            "points to, without /healthz, into central.url.",
        )
        return Finding(
            "central", False, f"{self._settings.central.url} → {place}", words
        )

    def _terminal_key(self) -> Finding:
        words = self._say(
            "在中心用 `python -m central terminal add` 新建密钥，"
            "写入 central.key_file（权限 0600）。",
            "Make one at central: `python -m central terminal add NAME`, and put it "
            "into central.key_file (mode 0600).",
        )
        try:
            client = setup.central_client(self._settings)
        except ConfigError as error:
            return Finding("terminal_key", False, str(error), words)
        try:
            # nothing to store, and accepted only with a valid signature
            client.send([])
        except CentralError as error:
            if error.status is None:
                again = self._say("先恢复与中心的连接。", "Reach central first.")
                return Finding("terminal_key", False, error.detail, again)
            why = error.reason or error.detail
            if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                # Central cannot tell which is wrong: the name may be another
                # terminal's.
                altered = self._say(
                    "若密钥无误，是中心前面的代理改动了请求：它须去掉 central.url "
                    "中的路径，并原样转交其余路径、查询和内容。",
                    "If it is the right one, a proxy in front of central alters the "
                    "request: it must take the path of central.url away, and pass the "
                    "rest of the path, the query and the body on as they are.",
                )
                return Finding("terminal_key", False, why, f"{words} {altered}")
            if error.reason is None and error.status in _NOT_CENTRAL:
                altered = self._say(
                    "central.url 处应答的不是中心：检查其路径，"
                    "以及代理把请求转交到哪里。",
                    "What answers at central.url is not central: check its path, and "
                    "where a proxy passes requests on to.",
                )
                return Finding("terminal_key", False, why, altered)
            return Finding(
                "terminal_key",
                False,
                why,
                self._say("查看中心服务的日志。", "See central's log."),
            )
        finally:
            client.close()
        return Finding("terminal_key", True)

    def _clock(self, off: timedelta) -> Finding:
        seconds = off.total_seconds()
        well = abs(seconds) <= CLOCK_OFF_S
        words = self._say(
            "启用时间同步：timedatectl set-ntp true。",
            "Synchronise it: timedatectl set-ntp true.",
        )
        return Finding("clock", well, f"{seconds:+.1f} s", "" if well else words)

    # -- devices and what the screen is made of ------------------------------------

    def _devices(self) -> Iterator[Finding]:
        configured = dict(setup.devices(self._settings))
        for role in NEEDED:
            if role not in configured:
                yield self._device(role, {"reason": str(Reason.NOT_CONFIGURED)})
        try:
            seen = cabinet.look(self._settings)
        except CacheError:  # reported above; the devices can be checked nevertheless
            seen = cabinet.look_here(configured)
        for each in seen:
            yield self._device(each.role, each.state)
            if each.differences:
                yield self._stale(each)

    def _stale(self, device: cabinet.Seen) -> Finding:
        """Report that a device's settings were changed while the screen runs."""
        lines = device_commands.explain_differences(device.differences, self._tongue)
        words = device_commands.RESTART.within(self._tongue)
        check = f"device.{device.role}.settings"
        return Finding(check, False, "; ".join(lines), words)

    def _device(self, role: Role, how: dict[str, object]) -> Finding:
        well = how.get("state") in ("ready", "warning")
        meaning, action = device_commands.explain(str(how["reason"]), self._tongue)
        detail = f"{meaning} [{how['reason']}] {how.get('detail', '')}".strip()
        return Finding(f"device.{role}", well, detail, action)

    def _fonts(self) -> Finding:
        words = self._say(
            "安装字体：apt-get install fonts-noto-cjk。",
            "Install the fonts: apt-get install fonts-noto-cjk.",
        )
        return self._try("fonts", RARE, words, lambda: _draw(Receipt((Text(RARE),))))

    def _try(
        self, check: str, detail: str, remedy: str, act: Callable[[], object]
    ) -> Finding:
        try:
            act()
        except (DriverError, RuntimeError) as error:
            return Finding(check, False, str(error), remedy)
        return Finding(check, True, detail)

    def _translations(self) -> Finding:
        path = HOME.parent / "ui" / "locale" / "zh_CN.qm"
        well = path.is_file() and path.read_bytes()[: len(_QM)] == _QM
        words = self._say("运行 `make setup`。", "Run `make setup`.")
        return Finding("translations", well, path.name, "" if well else words)

    def _display(self) -> Finding:
        found = [
            name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)
        ]
        if not found:
            found = [
                each.parent.name
                for each in sorted(Path("/sys/class/drm").glob("*/status"))
                if each.read_text(encoding="ascii").strip() == "connected"
            ]
        words = self._say(
            "接好显示器并开机；在图形会话中运行。",
            "Connect the display and switch it on; run in its graphical session.",
        )
        return Finding("display", bool(found), ", ".join(found), "" if found else words)


def _draw(receipt: Receipt) -> None:
    from drivers.receipt_printer import raster

    raster.ensure_gui()
    raster.draw(receipt, 576)
