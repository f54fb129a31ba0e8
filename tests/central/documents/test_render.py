"""A certificate on paper: every character itself, and a code that can be scanned."""

import io
import re
import subprocess
from pathlib import Path

import pytest
import typst
import zxingcpp
from PIL import Image, ImageChops, ImageStat
from support.documents import answer, certificate, drawn, text_of

from central.documents.errors import FontsError, UnprintableError
from central.documents.keys import Keys, open_keys
from central.documents.qr import MODULE_MM, draw
from central.documents.render import FONTS, Renderer
from contract.verification import read, short_code, sign

RARE = "䶮𬱖㛃𠮷"
NOWHERE = "\ue863"
DPI = 300
MM_PER_INCH = 25.4


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return open_keys(tmp_path_factory.mktemp("keys"), demonstration=True)


def picture(pdf: bytes, page: int = 1, dpi: int = DPI) -> Image.Image:
    options = ["-r", str(dpi), "-f", str(page), "-l", str(page), "-gray"]
    done = subprocess.run(  # noqa: S603 - Debian's
        ["/usr/bin/pdftoppm", *options, "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(done.stdout))


def glyph(pdf: bytes, sign_: str) -> Image.Image:
    """The first place of a character in a PDF, cut out and made one size."""
    found = re.search(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">' + sign_,
        text_of(pdf, "-bbox"),
    )
    assert found is not None
    left, top, right, bottom = (float(each) * DPI / 72 for each in found.groups())
    cut = picture(pdf).crop((int(left), int(top), int(right), int(bottom)))
    inside = ImageChops.invert(cut.convert("L")).getbbox()
    return cut.convert("L").crop(inside).resize((48, 48))


def difference(one: Image.Image, other: Image.Image) -> float:
    """0 of the same picture, 255 of black against white."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def missing_glyph() -> Image.Image:
    """The box that the font has for what it has not."""
    source = f'#set text(font: "Noto Serif CJK SC", fallback: false)\n\n{NOWHERE}x'
    compiler = typst.Compiler(font_paths=[FONTS], ignore_system_fonts=True)
    pdf = compiler.compile(source.encode(), format="png", ppi=DPI)
    assert isinstance(pdf, bytes)
    image = Image.open(io.BytesIO(pdf)).convert("L")
    box = ImageChops.invert(image).getbbox()
    assert box is not None
    # Of the two characters, the first.
    height = box[3] - box[1]
    return image.crop((box[0], box[1], box[0] + height, box[3])).resize((48, 48))


@pytest.mark.parametrize("name", RARE)
def test_rare_characters_are_printed_as_themselves(name: str, keys: Keys) -> None:
    pdf = drawn(certificate(name), keys)
    assert name in text_of(pdf)
    printed = glyph(pdf, name)
    assert difference(printed, glyph(pdf, name)) == 0
    assert difference(printed, missing_glyph()) > 30
    for other in RARE.replace(name, ""):
        assert difference(printed, glyph(drawn(certificate(other), keys), other)) > 30


def test_a_character_that_the_font_has_not_is_refused_and_named(keys: Keys) -> None:
    with pytest.raises(UnprintableError) as refusal:
        drawn(certificate(f"李{NOWHERE}娜"), keys)
    assert refusal.value.code_points == ("U+E863",)
    assert "李" not in str(refusal.value)
    assert refusal.value.__context__ is None, "typst's words quote the text"


def test_everything_that_it_must_say_stands_on_it(keys: Keys) -> None:
    one = certificate()
    text = text_of(drawn(one, keys))
    for expected in (
        "演示证明局",
        "参保证明",
        "Certificate of participation",
        "李娜",
        "510411********4526",
        "2026 年 10 月 31 日",
        "132 个月",
        "PO-20261126-000123",
        "demo-01",
        "《演示条例》第一条",
        "12345",
        "演示",
        short_code(sign(one.claims(), keys.signing_key)),
    ):
        assert expected in text
    assert one.holder.number not in text
    assert "副本" not in text


def test_a_seal_says_demonstration_in_demonstrations_alone(keys: Keys) -> None:
    one = certificate(
        demonstration=False, department=certificate().title, item="paper_office.x"
    )
    assert "演示" not in text_of(drawn(one, keys)).replace("《演示条例》", "")


def test_a_copy_says_so_under_the_same_serial(keys: Keys) -> None:
    pdf = drawn(certificate(said=answer(rows=200)), keys, copy=True)
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) > 2
    assert all("副本 COPY" in page for page in pages)
    assert all("PO-20261126-000123" in page for page in pages)


def test_a_long_table_repeats_its_head_and_loses_no_row(keys: Keys) -> None:
    pdf = drawn(certificate(said=answer(rows=480)), keys)
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "基数" in page
        assert "PO-20261126-000123" in page
    rows = re.findall(r"M\d{4}", "".join(pages))
    assert rows == [f"M{row:04}" for row in range(480)]
    assert len(pdf) < 1_000_000


def test_the_same_is_the_same_bytes(keys: Keys) -> None:
    one = certificate(said=answer(rows=30))
    code = sign(one.claims(), keys.signing_key)
    assert Renderer().render(one, code) == Renderer().render(one, code)


def test_it_declares_pdf_a_and_pdf_ua(keys: Keys) -> None:
    pdf = drawn(certificate(), keys)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    fonts = subprocess.run(
        ["/usr/bin/pdffonts", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    embedded = [line.split()[-5:-3] for line in fonts.splitlines()[2:]]
    assert embedded
    assert all(one == ["yes", "yes"] for one in embedded), fonts
    assert len(pdf) < 200_000


@pytest.mark.parametrize("name", ["李娜", "古丽巴哈尔·阿卜杜热西提·买买提明"])
def test_the_code_is_read_from_paper(name: str, keys: Keys) -> None:
    one = certificate(name)
    (code,) = zxingcpp.read_barcodes(picture(drawn(one, keys)))
    assert read(code.text, keys.public.codes) == one.claims()
    corner, far = code.position.top_left, code.position.top_right
    assert far.x > corner.x
    assert (far.x - corner.x) / DPI * MM_PER_INCH >= 25


def test_the_code_is_read_when_a_little_turned_and_blurred(keys: Keys) -> None:
    page = picture(drawn(certificate(), keys), dpi=200).convert("L")
    turned = page.rotate(4, fillcolor=255, resample=Image.Resampling.BICUBIC)
    blurred = turned.resize((turned.width * 3 // 4, turned.height * 3 // 4))
    assert zxingcpp.read_barcodes(blurred)


@pytest.mark.parametrize("length", [1, 400, 900])
def test_every_module_is_wide_enough(length: int) -> None:
    code = draw("OT1:" + "A" * length)
    modules = int(code.svg.split('viewBox="0 0 ')[1].split(" ")[0])
    assert code.width_mm / modules >= MODULE_MM - 0.001
    assert code.width_mm * (modules - 8) / modules >= 25


def test_fonts_that_are_not_installed_are_told(tmp_path: Path) -> None:
    with pytest.raises(FontsError, match="fonts-noto-cjk"):
        Renderer(tmp_path)
