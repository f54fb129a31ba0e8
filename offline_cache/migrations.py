"""The tables, created by numbered, forward-only steps.

Each step and its record are one commit. `Cache.open` calls `migrate` under a file lock,
within one transaction: after a power cut the file is either old or fully new. A
released step is never changed; changes go into a step with the next number.
"""

from uuid import UUID, uuid4

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from offline_cache import chain
from offline_cache.errors import SchemaTooNewError

STEPS: dict[str, tuple[str, ...]] = {
    "0001_terminal": (
        "CREATE TABLE terminal ("
        " id INTEGER PRIMARY KEY CHECK (id = 1),"
        " install TEXT NOT NULL) STRICT",
        "CREATE TABLE counter ("
        " name TEXT PRIMARY KEY,"
        " value INTEGER NOT NULL CHECK (value >= 1)) STRICT",
    ),
    "0002_outbox": (
        # No AUTOINCREMENT: as no row is ever deleted, SQLite's own rule (the highest
        # number plus one) leaves no gap, even after a rollback.
        "CREATE TABLE outbox ("
        " seq INTEGER PRIMARY KEY CHECK (seq >= 1),"
        " idempotency_key TEXT NOT NULL UNIQUE,"
        " item TEXT NOT NULL,"
        " kind TEXT NOT NULL,"
        " created_at TEXT NOT NULL,"
        " body BLOB,"
        " state TEXT NOT NULL DEFAULT 'queued'"
        " CHECK (state IN ('queued', 'leased', 'acknowledged', 'quarantined')),"
        " lease_owner TEXT,"
        " due_boot TEXT,"
        " due_at REAL,"
        " attempts INTEGER NOT NULL DEFAULT 0,"
        " last_error TEXT,"
        " answer TEXT,"
        " CHECK ((state = 'acknowledged') = (body IS NULL)),"
        " CHECK ((state = 'acknowledged') = (answer IS NOT NULL)),"
        " CHECK ((state = 'leased') = (lease_owner IS NOT NULL)),"
        " CHECK ((due_boot IS NULL) = (due_at IS NULL))) STRICT",
        # Only open records: the history costs nothing.
        "CREATE INDEX outbox_open ON outbox (seq, state, due_boot, due_at)"
        " WHERE state <> 'acknowledged'",
        "CREATE TRIGGER outbox_keeps_all BEFORE DELETE ON outbox"
        " BEGIN SELECT RAISE(ABORT, 'the outbox keeps every record'); END",
        "CREATE TRIGGER outbox_keeps_what_was_said"
        " BEFORE UPDATE OF seq, idempotency_key, item, kind, created_at ON outbox"
        " BEGIN SELECT RAISE(ABORT, 'a record is sent as it was written'); END",
        "CREATE TRIGGER outbox_keeps_the_body BEFORE UPDATE OF body ON outbox"
        " WHEN NEW.body IS NOT NULL AND NEW.body IS NOT OLD.body"
        " BEGIN SELECT RAISE(ABORT, 'a record is sent as it was written'); END",
    ),
    "0003_journal": (
        "CREATE TABLE journal ("
        " seq INTEGER PRIMARY KEY CHECK (seq >= 1),"
        " at TEXT NOT NULL,"
        " visit TEXT,"
        " kind TEXT NOT NULL,"
        " effect TEXT,"
        " state TEXT CHECK"
        " (state IN ('armed', 'confirmed', 'failed', 'effect_unknown')),"
        " item TEXT,"
        " serial TEXT,"
        " detail TEXT NOT NULL,"
        " CHECK ((effect IS NULL) = (state IS NULL))) STRICT",
        "CREATE UNIQUE INDEX journal_armed ON journal (effect) WHERE state = 'armed'",
        "CREATE UNIQUE INDEX journal_settled ON journal (effect)"
        " WHERE state <> 'armed'",
        "CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE ON journal"
        " BEGIN SELECT RAISE(ABORT, 'the journal is only appended to'); END",
        "CREATE TRIGGER journal_keeps_all BEFORE DELETE ON journal"
        " BEGIN SELECT RAISE(ABORT, 'the journal is only appended to'); END",
    ),
    "0004_status_and_command": (
        "CREATE TABLE status ("
        " name TEXT PRIMARY KEY,"
        " value TEXT NOT NULL,"
        " updated_at TEXT NOT NULL,"
        " boot TEXT NOT NULL,"
        " seconds REAL NOT NULL) STRICT",
        # AUTOINCREMENT here: rows are deleted, and numbers must never be reused.
        "CREATE TABLE command ("
        " id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " for_process TEXT NOT NULL,"
        " name TEXT NOT NULL,"
        " arguments TEXT NOT NULL,"
        " state TEXT NOT NULL DEFAULT 'posted'"
        " CHECK (state IN ('posted', 'taken', 'done', 'interrupted')),"
        " result TEXT,"
        " until_boot TEXT NOT NULL,"
        " until_at REAL NOT NULL) STRICT",
    ),
    "0005_keyring": (
        "CREATE TABLE keyring ("
        " name TEXT PRIMARY KEY,"
        " value BLOB NOT NULL CHECK (length(value) > 0)) STRICT",
    ),
    "0006_entitlement": (
        # Requests that still wait here; deleted as soon as central has accepted or
        # finally refused the record, by whichever process.
        "CREATE TABLE waiting_request ("
        " fingerprint TEXT PRIMARY KEY,"
        " case_key TEXT NOT NULL UNIQUE) STRICT",
        "CREATE TRIGGER waiting_request_has_gone AFTER UPDATE OF state ON outbox"
        " WHEN NEW.state IN ('acknowledged', 'quarantined')"
        " BEGIN DELETE FROM waiting_request"
        " WHERE case_key = NEW.idempotency_key; END",
        "CREATE TABLE payment ("
        " payment TEXT PRIMARY KEY,"
        " case_key TEXT NOT NULL,"
        " person TEXT,"
        " item TEXT NOT NULL,"
        " title_zh TEXT NOT NULL,"
        " title_en TEXT NOT NULL,"
        " state TEXT NOT NULL,"
        " serial TEXT,"
        " detail TEXT,"
        " begun_at TEXT NOT NULL) STRICT",
        "CREATE INDEX payment_person ON payment (person)",
    ),
    "0007_manifest": (
        "CREATE TABLE manifest ("
        " holding TEXT PRIMARY KEY,"
        " item TEXT NOT NULL,"
        " label TEXT NOT NULL,"
        " title_zh TEXT NOT NULL,"
        " title_en TEXT NOT NULL,"
        " person TEXT NOT NULL,"
        " code TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK"
        " (state IN ('expected', 'loaded', 'released', 'recalled', 'unclear')),"
        " cell INTEGER CHECK (cell >= 1),"
        " until TEXT NOT NULL,"
        " opened_for TEXT,"
        " opening TEXT,"
        " ahead INTEGER NOT NULL DEFAULT 0 CHECK (ahead IN (0, 1)),"
        " CHECK (state <> 'loaded' OR cell IS NOT NULL)) STRICT",
        "CREATE INDEX manifest_person ON manifest (person, item)",
        "CREATE INDEX manifest_cell ON manifest (cell)",
    ),
    "0008_catalogue": (
        "CREATE TABLE catalogue ("
        " code TEXT PRIMARY KEY,"
        " version INTEGER NOT NULL CHECK (version >= 1),"
        " toml TEXT NOT NULL,"
        " signature BLOB NOT NULL) STRICT",
    ),
    "0009_lockout": (
        "CREATE TABLE lockout ("
        " name TEXT PRIMARY KEY,"
        " failures INTEGER NOT NULL CHECK (failures >= 1),"
        " until TEXT) STRICT",
    ),
    "0010_pin_lockout": (
        "CREATE TABLE pin_lockout ("
        " id INTEGER PRIMARY KEY CHECK (id = 1),"
        " failures INTEGER NOT NULL CHECK (failures >= 1),"
        " lock_s REAL NOT NULL DEFAULT 0,"
        " boot TEXT NOT NULL DEFAULT '',"
        " since REAL NOT NULL DEFAULT 0) STRICT",
    ),
    "0011_sealed": (
        # NULL for records queued by an earlier version, with bodies in clear text.
        "ALTER TABLE outbox ADD COLUMN key_id TEXT",
        "CREATE TRIGGER outbox_keeps_the_key BEFORE UPDATE OF key_id ON outbox"
        " BEGIN SELECT RAISE(ABORT, 'a record is sent as it was written'); END",
    ),
    "0012_chain": (
        "ALTER TABLE journal ADD COLUMN hash BLOB",
        "DROP TRIGGER journal_is_not_rewritten",
        # Existing entries become a chain here: see `_register`.
    ),
    "0013_chain_stays": (
        "CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE ON journal"
        " BEGIN SELECT RAISE(ABORT, 'the journal is only appended to'); END",
        "CREATE TRIGGER journal_is_a_chain BEFORE INSERT ON journal"
        " WHEN NEW.hash IS NULL OR length(NEW.hash) <> 32"
        " BEGIN SELECT RAISE(ABORT, 'an entry has a hash'); END",
        "CREATE TABLE checkpoint ("
        " state TEXT PRIMARY KEY CHECK (state IN ('sent', 'countersigned')),"
        " seq INTEGER NOT NULL CHECK (seq >= 1),"
        " hash BLOB NOT NULL CHECK (length(hash) = 32),"
        " signature BLOB NOT NULL,"
        " CHECK ((state = 'sent') = (length(signature) = 0))) STRICT",
    ),
    "0014_retention": (
        # The last number stays, as the next one is derived from it.
        "DROP TRIGGER outbox_keeps_all",
        "CREATE TRIGGER outbox_keeps_what_is_open BEFORE DELETE ON outbox"
        " WHEN OLD.state <> 'acknowledged' OR OLD.seq = (SELECT max(seq) FROM outbox)"
        " BEGIN SELECT RAISE(ABORT, 'the outbox keeps what central has not'); END",
        "CREATE TABLE journal_anchor ("
        " id INTEGER PRIMARY KEY CHECK (id = 1),"
        " seq INTEGER NOT NULL CHECK (seq >= 1),"
        " hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT",
        "DROP TRIGGER journal_keeps_all",
        "CREATE TRIGGER journal_keeps_what_is_not_anchored BEFORE DELETE ON journal"
        " WHEN OLD.seq > ifnull((SELECT seq FROM journal_anchor), 0) OR OLD.seq >"
        " ifnull((SELECT seq FROM checkpoint WHERE state = 'countersigned'), 0)"
        " BEGIN SELECT RAISE(ABORT, 'the journal keeps what central has not'); END",
    ),
    "0015_acknowledged": (
        # Acknowledged records get their own table, so that the outbox needs no index
        # of open ones: an enqueue writes one page less.
        "CREATE TABLE acknowledged ("
        " seq INTEGER PRIMARY KEY CHECK (seq >= 1),"
        " idempotency_key TEXT NOT NULL UNIQUE,"
        " item TEXT NOT NULL,"
        " kind TEXT NOT NULL,"
        " created_at TEXT NOT NULL,"
        " key_id TEXT,"
        " attempts INTEGER NOT NULL,"
        " answer TEXT NOT NULL) STRICT",
        "INSERT INTO acknowledged SELECT seq, idempotency_key, item, kind,"
        " created_at, key_id, attempts, answer FROM outbox"
        " WHERE state = 'acknowledged'",
        "DROP TRIGGER outbox_keeps_what_is_open",
        "DELETE FROM outbox WHERE state = 'acknowledged'",
        "CREATE TRIGGER outbox_keeps_what_is_open BEFORE DELETE ON outbox"
        " WHEN NOT EXISTS (SELECT 1 FROM acknowledged WHERE seq = OLD.seq"
        " AND idempotency_key = OLD.idempotency_key)"
        " BEGIN SELECT RAISE(ABORT, 'the outbox keeps what central has not'); END",
        "CREATE TRIGGER outbox_keeps_no_answer BEFORE UPDATE OF state ON outbox"
        " WHEN NEW.state = 'acknowledged' BEGIN"
        " SELECT RAISE(ABORT, 'what central has is kept as acknowledged'); END",
        "CREATE TRIGGER outbox_takes_a_key_once BEFORE INSERT ON outbox"
        " WHEN EXISTS (SELECT 1 FROM acknowledged"
        " WHERE idempotency_key = NEW.idempotency_key)"
        " BEGIN SELECT RAISE(ABORT, 'a key is used once'); END",
        "DROP INDEX outbox_open",
        # There are few of them; queued records cost nothing.
        "CREATE INDEX outbox_begun ON outbox (state, seq) WHERE state <> 'queued'",
        "CREATE TRIGGER acknowledged_is_open_no_more AFTER INSERT ON acknowledged"
        " BEGIN DELETE FROM outbox WHERE seq = NEW.seq; END",
        "CREATE TRIGGER acknowledged_for_good BEFORE UPDATE ON acknowledged"
        " BEGIN SELECT RAISE(ABORT, 'an acknowledgement is final'); END",
        # The last number stays, as the next one is derived from it.
        "CREATE TRIGGER acknowledged_keeps_the_last BEFORE DELETE ON acknowledged"
        " WHEN OLD.seq = (SELECT max(seq) FROM acknowledged)"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE seq > OLD.seq)"
        " BEGIN SELECT RAISE(ABORT, 'the last number stays'); END",
        "CREATE VIEW last_record AS SELECT"
        " max(ifnull((SELECT max(seq) FROM outbox), 0),"
        " ifnull((SELECT max(seq) FROM acknowledged), 0)) AS seq",
        "CREATE VIEW record AS SELECT seq, idempotency_key, item, kind, created_at,"
        " key_id, body, state, attempts, last_error, answer FROM outbox UNION ALL"
        # CASTs, as SQLite merges two tables in order only if their types agree.
        " SELECT seq, idempotency_key, item, kind, created_at, key_id,"
        " CAST(NULL AS BLOB), CAST('acknowledged' AS TEXT), attempts,"
        " CAST(NULL AS TEXT), answer FROM acknowledged",
        "DROP TRIGGER waiting_request_has_gone",
        "CREATE TRIGGER waiting_request_has_arrived AFTER DELETE ON outbox"
        " BEGIN DELETE FROM waiting_request"
        " WHERE case_key = OLD.idempotency_key; END",
        "CREATE TRIGGER waiting_request_was_refused AFTER UPDATE OF state ON outbox"
        " WHEN NEW.state = 'quarantined' BEGIN DELETE FROM waiting_request"
        " WHERE case_key = NEW.idempotency_key; END",
    ),
}

MIGRATIONS = Migrations("offline_cache")
"""The same steps, as sqlite-utils applies and records them."""


def _register(name: str, statements: tuple[str, ...]) -> None:
    @MIGRATIONS(name=name)
    def step(db: Database) -> None:
        for statement in statements:
            db.execute(statement)
        if name == "0001_terminal":
            db.execute("INSERT INTO terminal VALUES (1, ?)", [str(uuid4())])
        if name == "0012_chain":
            _chain_journal(db)


def _chain_journal(db: Database) -> None:
    ((install,),) = db.execute("SELECT install FROM terminal").fetchall()
    last = chain.start(UUID(install))
    columns = ", ".join(chain.CONTENT)
    entries = db.execute(f"SELECT {columns} FROM journal ORDER BY seq").fetchall()  # noqa: S608 - our own names
    for entry in entries:
        row = dict(zip(chain.CONTENT, entry, strict=True))
        last = chain.link(last, row)
        db.execute("UPDATE journal SET hash = ? WHERE seq = ?", [last, row["seq"]])


for _name, _statements in STEPS.items():
    _register(_name, _statements)


def migrate(db: Database) -> None:
    """Bring the tables up to date; the caller holds the lock and the transaction.

    Raises:
        SchemaTooNewError: The file has steps that this program lacks.
    """
    applied = [migration.name for migration in MIGRATIONS.applied(db)]
    unknown = [name for name in applied if name not in STEPS]
    if unknown:
        raise SchemaTooNewError(
            f"the database knows {unknown[-1]}, this program {list(STEPS)[-1]}; "
            "install the newer program again"
        )
    MIGRATIONS.apply(db)
