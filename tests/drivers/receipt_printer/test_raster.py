"""That receipts are drawn right: characters, lines, columns, codes."""

import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from support.processes import ROOT
from support.receipt_printers import CODE, RECEIPT, image

from contract.private_use import CHARACTERS
from drivers.base import Align, Block, Pair, QrCode, Receipt, Rule, Size, Table, Text
from drivers.errors import Reason
from drivers.receipt_printer.layout import UnprintableError
from drivers.receipt_printer.raster import Raster, can_print, draw

pytestmark = pytest.mark.usefixtures("qapp")

NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED = 2  # which of the fonts in the file
RARE = "𬱖䶮𠮷㛃"


def drawn(*blocks: Block, width: int = 576) -> Raster:
    return draw(Receipt(blocks), width)


def ink(raster: Raster) -> Image.Image:
    """The dots alone, white on black, cropped to what is printed."""
    dots = ImageChops.invert(image(raster))
    return dots.crop(dots.getbbox())


def lines_of(raster: Raster) -> int:
    """How many lines of text stand below each other, told by the blank rows."""
    stride = raster.width // 8
    rows = [any(raster.data[y * stride : (y + 1) * stride]) for y in range(raster.rows)]
    return sum(now and not before for before, now in pairwise([False, *rows]))


def overlap(one: Image.Image, other: Image.Image) -> float:
    """How much of each picture lies within a dot of the other: 0 to 1."""

    def inside(part: Image.Image, whole: Image.Image) -> float:
        near = whole.filter(ImageFilter.MaxFilter(3))
        common = ImageChops.darker(part, near)
        return sum(common.histogram()[128:]) / sum(part.histogram()[128:])

    size = (max(one.width, other.width), max(one.height, other.height))
    padded = []
    for picture in (one, other):
        canvas = Image.new("L", size)
        canvas.paste(picture, (0, 0))
        padded.append(canvas)
    return min(inside(*padded), inside(*reversed(padded)))


def by_another_hand(character: str) -> Image.Image:
    """The same character by another rasteriser, from the font's file."""
    font = ImageFont.truetype(NOTO, 48, index=SIMPLIFIED)
    canvas = Image.new("L", (64, 64))
    ImageDraw.Draw(canvas).text((8, 52), character, fill=255, font=font, anchor="ls")
    canvas = canvas.point(lambda value: 255 * (value > 127))
    return canvas.crop(canvas.getbbox())


@pytest.mark.parametrize("character", RARE)
def test_rare_characters_print_as_themselves(character: str) -> None:
    printed = ink(drawn(Text(character, Size.LARGE)))
    assert overlap(printed, by_another_hand(character)) > 0.97
    box = by_another_hand("\U0010abcd")  # what the font shows for what it has not
    assert overlap(printed, box) < 0.6
    alike = RARE + "颇龚吉契"
    likeness = {other: overlap(printed, by_another_hand(other)) for other in alike}
    assert max(likeness, key=lambda other: likeness[other]) == character


@pytest.mark.parametrize(
    "character",
    [
        "\U00031350",  # assigned, and in no font here
        "\u0378",  # not assigned
        "\U0010abcd",
        "\ue000",  # private use: another character in each font
        "\ufffd",  # something was lost before it came here
        chr(0xD842),  # half of a pair
        "\x07",
        "\u202e",  # would print the rest backwards
    ],
)
@pytest.mark.parametrize("where", range(4))
def test_what_cannot_be_drawn_is_refused(character: str, where: int) -> None:
    name = f"王{character}明"
    blocks: tuple[Block, ...] = (
        Text(name),
        Pair("姓名", name),
        Pair(name, ""),
        Table(("姓名",), ((name,),)),
    )
    with pytest.raises(UnprintableError) as caught:
        drawn(blocks[where])
    assert caught.value.reason is Reason.UNPRINTABLE_CHARACTER
    told = f"{caught.value!s}{caught.value!r}"
    assert character not in told
    assert f"{ord(character):04X}" not in told, "it may be part of somebody's name"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("李娜", True),
        ("买买提\u2022艾合买提", True),
        ("TREMBLAY, SOPHIE", True),
        ("", True),
        ("何䶮欣", True),
        ("何\ue863欣", False),
        ("\U00031350", False),
        ("样\ufffd", False),
    ],
)
def test_whether_a_name_can_be_printed_is_known_before(name: str, known: bool) -> None:
    assert can_print(name) == known


def test_what_gbk_kept_for_private_use_can_be_printed_where_it_is_in_names() -> None:
    ideographs = [each for at, each in CHARACTERS.items() if at >= 0xE815]
    assert [each for each in ideographs if not can_print(each)] == []


def test_a_code_can_be_read_and_is_large_enough() -> None:
    for width in (576, 384):
        paper = image(drawn(QrCode(CODE), width=width))
        (found,) = zxingcpp.read_barcodes(paper)
        assert found.text == CODE
        left, top, right, bottom = ImageChops.invert(paper).getbbox() or (0, 0, 0, 0)
        assert right - left == bottom - top >= 200
        assert found.ec_level == "M"


def test_a_code_of_a_certificates_size_fits_narrow_paper() -> None:
    data = "6BF+7K$A" * 36
    (found,) = zxingcpp.read_barcodes(image(drawn(QrCode(data), width=384)))
    assert found.text == data


@pytest.mark.parametrize("length", [3_000, 100_000])
def test_a_code_too_dense_for_the_paper_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="QR code"):
        drawn(QrCode("x" * length), width=384)


def test_chinese_wraps_anywhere_and_24_characters_fill_a_line() -> None:
    assert lines_of(drawn(Text("国" * 24))) == 1
    assert lines_of(drawn(Text("国" * 25))) == 2
    assert lines_of(drawn(Text("国" * 16), width=384)) == 1
    assert lines_of(drawn(Text("国" * 33), width=384)) == 3


def test_latin_wraps_between_words() -> None:
    words = drawn(Text("participation " * 6 + "certificate"))
    lines = ["participation"] * 3, ["participation"] * 3 + ["certificate"]
    assert words == drawn(Text("\n".join(map(" ".join, lines))))


def test_a_word_longer_than_the_paper_is_broken() -> None:
    assert lines_of(drawn(Text("x" * 200))) > 2


def test_no_line_begins_with_a_full_stop() -> None:
    assert drawn(Text("国" * 24 + "。")) == drawn(Text("国" * 23 + "\n国。"))


def test_centred_text_stands_in_the_middle() -> None:
    box = ImageChops.invert(image(drawn(Text("国国", align=Align.CENTRE)))).getbbox()
    assert box is not None
    assert abs(box[0] - (576 - box[2])) <= 2


def test_a_pair_has_its_value_at_the_right_edge() -> None:
    box = ImageChops.invert(image(drawn(Pair("金额", "6,892.20")))).getbbox()
    assert box is not None
    assert box[0] <= 3
    assert box[2] >= 576 - 3
    assert lines_of(drawn(Pair("金额", "6,892.20"))) == 1


def test_a_long_value_wraps_beside_its_label() -> None:
    assert lines_of(drawn(Pair("地点", "国" * 30))) == 2


def test_sizes_are_24_32_and_48_dots() -> None:
    heights = [ink(drawn(Text("国", size))).height for size in Size]
    for height, dots in zip(heights, (24, 32, 48), strict=True):
        assert 0.8 * dots <= height <= dots


def test_bold_is_darker() -> None:
    plain, bold = (sum(drawn(Text("国", bold=b)).data) for b in (False, True))
    assert bold > plain


def test_a_rule_runs_from_edge_to_edge() -> None:
    raster = drawn(Rule())
    assert raster.data.count(b"\xff" * 72) == 2


def test_a_table_of_forty_lines_keeps_its_columns() -> None:
    rows = tuple((f"{n}月", "5,470.00", f"{n * 437.6:,.2f}") for n in range(1, 41))
    raster = drawn(Table(("月份", "基数", "金额(元)"), rows, frozenset({1, 2})))
    assert lines_of(raster) == 42  # with the header and the line below it
    stride = raster.width // 8
    printed = [
        row
        for y in range(raster.rows)
        if any(row := raster.data[y * stride : (y + 1) * stride])
    ]
    assert sum(row[-1] != 0 for row in printed) > 40, "numbers end at the right edge"


def test_numbers_stay_whole_where_texts_must_wrap() -> None:
    amount = "¥ 1,234,567.00"  # it could be broken at its space
    raster = drawn(
        Table(("项目", "金额"), (("国" * 40, amount),), right=frozenset({1}))
    )
    alone = drawn(Table(("项目", "金额"), (("", amount),), frozenset({1})))
    right = 440  # the number's column begins beyond
    crop = (right, 0, 576, alone.rows - 24)
    assert image(raster).crop(crop) == image(alone).crop(crop)


def test_a_ragged_table_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        drawn(Table(("a", "b"), (("1",),)))


@pytest.mark.parametrize("width", [0, -8, 100])
def test_a_width_that_no_printer_has_is_an_error_of_ours(width: int) -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        drawn(Text("国"), width=width)


@pytest.mark.parametrize("width", [576, 384, 200])
def test_bands_put_together_are_the_whole(width: int) -> None:
    raster = drawn(Text("国" * 60), width=width)
    assert len(raster.data) == raster.rows * width // 8
    bands = list(raster.bands(24))
    assert b"".join(data for _, data in bands) == raster.data
    assert sum(rows for rows, _ in bands) == raster.rows
    assert all(len(data) == rows * width // 8 for rows, data in bands)


def test_a_thread_of_its_own_draws_the_same() -> None:
    here, there = draw(RECEIPT, 576), []
    thread = threading.Thread(target=lambda: there.append(draw(RECEIPT, 576)))
    thread.start()
    thread.join(60)
    assert there == [here]


def test_drawing_gives_back_every_reference_to_none() -> None:
    """PySide6 6.12.0 lost one at each call under Python 3.11, and aborted it."""
    draw(RECEIPT, 576)
    before = sys.getrefcount(None)
    for _ in range(20):
        draw(RECEIPT, 576)
    assert sys.getrefcount(None) > before - 100


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_process_without_qt_can_make_itself_able_to_draw() -> None:
    done = run(
        "from drivers.base import Receipt, Text\n"
        "from drivers.receipt_printer.raster import draw, ensure_gui\n"
        "ensure_gui(); ensure_gui()\n"
        "print(any(draw(Receipt((Text('国'),)), 576).data))"
    )
    assert (done.stdout.strip(), done.stderr) == ("True", "")


def test_a_process_that_cannot_draw_is_told_and_not_killed() -> None:
    done = run(
        "from drivers.base import Receipt, Text\n"
        "from drivers.receipt_printer.raster import draw\n"
        "try: draw(Receipt((Text('国'),)), 576)\n"
        "except RuntimeError as error: print(error)"
    )
    assert "ensure_gui" in done.stdout
    assert done.returncode == 0
