"""The Chinese texts are complete and follow the sources."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from ui.translation import LOCALE

UI = LOCALE.parent
SOURCES = sorted(path for path in UI.rglob("*.py") if "device_panel" not in path.parts)


def messages(file: Path) -> list[tuple[str, str, ET.Element]]:
    """Context, source and translation of each message."""
    found = []
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314 - our own
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found.append((name, message.findtext("source") or "", translation))
    return found


def test_the_file_is_current(tmp_path: Path) -> None:
    fresh = tmp_path / "zh_CN.ts"
    shutil.copy(LOCALE / "zh_CN.ts", fresh)
    update = Path(sys.executable).parent / "pyside6-lupdate"
    options = ["-silent", "-locations", "none", "-no-obsolete"]
    subprocess.run(  # noqa: S603 - our own files
        [update, *options, *SOURCES, "-ts", fresh], check=True, cwd=UI.parent
    )
    assert {m[:2] for m in messages(fresh)} == {
        m[:2] for m in messages(LOCALE / "zh_CN.ts")
    }


def test_no_translation_is_missing_or_empty() -> None:
    for context, source, translation in messages(LOCALE / "zh_CN.ts"):
        assert translation.get("type") is None, (context, source)
        assert (translation.text or "").strip(), (context, source)


def test_a_translation_fills_in_what_its_source_does() -> None:
    for context, source, translation in messages(LOCALE / "zh_CN.ts"):
        fields = [
            sorted(re.findall(r"{\w+}", t or "")) for t in (source, translation.text)
        ]
        assert fields[0] == fields[1], (context, source)
