"""What a real process writes to standard error, and what it never writes."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from support.processes import ROOT

NUMBER = "11010519491231002X"
BEGINNING = """
import logging, sys, threading, warnings
import structlog
from kiosk import logs
logs.configure(*sys.argv[1:4])
log = structlog.get_logger()
"""


def written(
    program: str, log_format: str = "json", level: str = "info", code: int = 0
) -> str:
    """Standard error of a process that logs; standard output stays empty."""
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", BEGINNING + program, log_format, level, "agent"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert ended.returncode == code, ended.stderr
    assert ended.stdout == ""
    return ended.stderr


def lines(program: str, level: str = "info", code: int = 0) -> list[dict[str, Any]]:
    text = written(program, level=level, code=code)
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_says_when_what_and_which_process() -> None:
    [line] = lines("log.info('screen_serves', seconds=1.5, ok=True, tile='清单')")
    assert list(line) == [
        "ts",
        "level",
        "event",
        "process",
        "logger",
        "seconds",
        "ok",
        "tile",
    ]
    when = datetime.fromisoformat(line.pop("ts"))
    assert when.tzinfo == UTC
    assert line == {
        "level": "info",
        "event": "screen_serves",
        "process": "agent",
        "logger": "__main__",
        "seconds": 1.5,
        "ok": True,
        "tile": "清单",
    }


def test_libraries_write_into_the_same_log() -> None:
    found = lines(
        """
access = logging.getLogger("uvicorn.access")
access.addHandler(logging.StreamHandler(sys.stdout))
access.propagate = False
logs.configure(*sys.argv[1:4])
access.warning("%s %d", "GET", 200)
logging.getLogger("urllib3.connectionpool").warning("Retrying")
logging.getLogger("alembic.runtime.migration").info("Running upgrade")
warnings.warn("old")
"""
    )
    assert [(line["logger"], line["level"]) for line in found] == [
        ("uvicorn.access", "warning"),
        ("urllib3.connectionpool", "warning"),
        ("alembic.runtime.migration", "info"),
        ("py.warnings", "warning"),
    ]
    assert found[0]["event"] == "GET 200"
    assert all(line["process"] == "agent" for line in found)


def test_what_is_below_the_level_is_not_written() -> None:
    program = "log.info('a'); logging.info('b'); log.warning('c'); logging.error('d')"
    assert [line["event"] for line in lines(program, "warning")] == ["c", "d"]


def test_an_exception_is_structured_and_shows_no_variables() -> None:
    [line] = lines(
        """
def print_slip():
    citizen = "王小明"
    raise ValueError("no paper")
try:
    try:
        print_slip()
    except ValueError as error:
        raise RuntimeError("not printed") from error
except RuntimeError:
    log.exception("effect_failed")
"""
    )
    told = [(each["exc_type"], each["exc_value"]) for each in line["exception"]]
    assert told == [("RuntimeError", "not printed"), ("ValueError", "no paper")]
    assert line["exception"][1]["frames"][-1]["name"] == "print_slip"
    assert "王小明" not in json.dumps(line, ensure_ascii=False)


def test_what_ends_a_thread_or_the_process_is_logged() -> None:
    thread, process = lines(
        """
def work():
    raise KeyError("in the thread")
worker = threading.Thread(target=work, name="worker")
worker.start()
worker.join()
raise RuntimeError("in the process")
""",
        code=1,
    )
    assert (thread["event"], thread["level"]) == ("thread_ended", "critical")
    assert thread["thread"] == "worker"
    assert thread["exception"][0]["exc_type"] == "KeyError"
    assert process["event"] == "process_ended"
    assert process["exception"][0]["exc_value"] == "in the process"


PERSONAL = f"""
from dataclasses import dataclass
from pathlib import Path
from pydantic import BaseModel

@dataclass
class Slip:
    number_on_it: str

class Applicant(BaseModel):
    who: int

log.info("card {NUMBER}", old="x110105491231002,", text="号码{NUMBER.lower()}。")
log.info("deep", a=[{{"b": ("{NUMBER}", {{"{NUMBER}": 1}})}}], s={{"{NUMBER}"}})
log.info("objects", slip=Slip("{NUMBER}"), raw=b"{NUMBER}", p=Path("/x/{NUMBER}"))
log.info("others", value=110105194912310021, foreigner="USA110149123102")
log.info("{{}}", **{{"{NUMBER}": 1}})
log.info("keys", name="王小明", Number="王小明", applicant={{"x": "王小明"}},
    body="王小明", deep={{"name": "王小明", "kept": 1}})
logging.getLogger("urllib3").error("GET /people/%s", "{NUMBER}")
for text in ("lost {NUMBER}\\n{NUMBER}",):
    try:
        raise ValueError(text)
    except ValueError:
        log.exception("failed")
        logging.exception("failed too")
try:
    Applicant(who="王小明")
except ValueError:
    log.exception("refused")
"""


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_no_number_and_no_personal_key_is_ever_written(log_format: str) -> None:
    text = written(PERSONAL, log_format)
    assert text.count("failed") == 2
    if log_format == "json":
        text = "\n".join(
            json.dumps(json.loads(line), ensure_ascii=False)
            for line in text.splitlines()
        )
    for personal in ("194912", "491231", "王小明", "王"):
        assert personal not in text
    assert text.count("(masked)") >= 15
    assert "dropped_keys" in text


def test_what_only_looks_a_little_like_a_number_is_kept() -> None:
    kept = {
        "fingerprint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a",
        "key": "123e4567-e89b-42d3-a456-426614174000",
        "nanoseconds": 1763791197708522000,
        "month_13": "110105194913310021",
        "nineteen": "1101051949123100211",
        "fourteen": "11010549123100",
        "none": None,
    }
    [line] = lines(f"log.info('kept', **{kept!r})")
    assert {key: line[key] for key in kept} == kept
    assert "dropped_keys" not in line


def test_people_read_text() -> None:
    text = written("log.warning('link', trouble='network')", "console")
    assert "warning" in text
    assert "trouble=network" in text
    assert "\x1b" not in text, "no colours where nobody looks"
