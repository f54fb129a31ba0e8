"""Pick-up at central: manifests, and reports to departments of what was loaded."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import structlog
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from central.background import LaterError, Loop
from central.departments.base import Deposit
from central.departments.desk import Desk
from central.departments.errors import DepartmentError
from central.store.database import Store
from central.store.holdings import (
    Told,
    department_knows,
    loaded_untold,
    manifest_key,
    told,
)
from contract.manifest import (
    HoldingState,
    Manifest,
    ManifestEntry,
    code_hash,
    person_hash,
)
from contract.model import Bilingual

log = structlog.get_logger()

AT_ONCE = 8
ROUND_S = 1.0


class Holdings:
    """Tracks which documents should be in which terminal, and which are.

    Args:
        store: Holds the reports of terminals.
        desk: The departments, which decide what should be where.
        now: Central's clock, in UTC.
    """

    def __init__(self, store: Store, desk: Desk, now: Callable[[], datetime]) -> None:
        self._store = store
        self._desk = desk
        self._now = now
        self._began = False
        self.loop = Loop("holdings", self._round, pause_s=ROUND_S)

    async def manifest(self, terminal: str) -> Manifest:
        """Return a terminal's whole manifest; people and codes as hashes under its key.

        A report of this terminal about a document takes precedence over the
        department's data; a report of another terminal means that it is not here.

        Raises:
            DepartmentError: A department has not answered: the terminal keeps the
                manifest that it has.
        """
        deposits = _each_once(await self._desk.deposits())
        known = await run_in_threadpool(told, self._store)
        key = await run_in_threadpool(manifest_key, self._store, terminal)
        entries: list[ManifestEntry] = []
        for deposit in deposits:
            told_of = known.get(deposit.holding)
            if _lies(deposit, told_of) != terminal:
                continue
            try:
                entries.append(_entry(deposit, told_of, key))
            except ValidationError:  # it would reveal the holder
                log.error(  # noqa: TRY400
                    "alarm: a department's deposit is none",
                    holding=str(deposit.holding),
                    item=deposit.item,
                )
        return Manifest.model_construct(
            time=self._now(), key=key, entries=tuple(entries)
        )

    async def _tell_of_what_lay_there(self) -> None:
        """Report documents that no clerk loaded: a demonstration begins with some."""
        known = await run_in_threadpool(told, self._store)
        for deposit in _each_once(await self._desk.deposits()):
            if deposit.cell is not None and deposit.holding not in known:
                place = _place(deposit.terminal)
                await self._desk.loaded(deposit.holding, deposit.item, place)

    async def _round(self) -> bool:
        """Report to departments what was loaded."""
        try:
            if not self._began:
                await self._tell_of_what_lay_there()
                self._began = True
            waiting = await run_in_threadpool(loaded_untold, self._store, AT_ONCE)
            for each in waiting:
                place = _place(each.terminal)
                await self._desk.loaded(each.holding, each.item, place)
                await run_in_threadpool(department_knows, self._store, each.holding)
        except DepartmentError as error:
            raise LaterError(type(error).__name__) from error
        return len(waiting) == AT_ONCE


def _each_once(listed: Iterable[Deposit]) -> list[Deposit]:
    """Return deposits by holding; of two that contradict each other, the first."""
    found: dict[UUID, Deposit] = {}
    for each in listed:
        known = found.setdefault(each.holding, each)
        if known != each:
            log.error(
                "alarm: a department lists a deposit twice",
                holding=str(each.holding),
                item=each.item,
            )
    return list(found.values())


def _place(terminal: str) -> Bilingual:
    return Bilingual(zh_CN=f"自助终端 {terminal}", en=f"terminal {terminal}")


def _lies(deposit: Deposit, told: Told | None) -> str:
    return deposit.terminal if told is None else told.terminal


def _entry(deposit: Deposit, told: Told | None, key: bytes) -> ManifestEntry:
    if told is not None:
        state, cell = told.state, told.cell
    elif deposit.cell is not None:
        state, cell = HoldingState.LOADED, deposit.cell
    else:
        state, cell = HoldingState.EXPECTED, None
    return ManifestEntry(
        holding=deposit.holding,
        item=deposit.item,
        label=deposit.label,
        title=deposit.title,
        person=person_hash(key, deposit.number),
        code=code_hash(key, deposit.holding, deposit.code),
        state=state,
        cell=cell,
        until=deposit.until,
    )
