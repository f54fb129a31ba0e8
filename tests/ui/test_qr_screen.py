"""The second screen: its code can be scanned, and it never covers the kiosk."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from drivers.qr_display.matrix import encode
from ui.qr_screen import QrScreen
from ui.translation import amount_text

ROOT = Path(__file__).resolve().parents[2]

DATA = "weixin://wxpay/bizpayurl?pr=Demo7F3A9B"
MATRIX = encode(DATA)
CAPTION = "请用微信扫码，支付城乡居民医疗保险"

SCREENS = [(0, 0, 1080, 1920, 1), (1080, 0, 1024, 600, 1), (2104, 0, 1920, 1080, 1.25)]
"""Left, top, width, height, and device pixels per pixel."""

ON_EVERY_SCREEN = """
import sys
from PySide6.QtWidgets import QApplication
from drivers.qr_display.matrix import encode
from ui.qr_screen import QrScreen
application = QApplication([])
for index in range(len(application.screens()) + 1):
    window = QrScreen(index)
    window.present(encode(sys.argv[1]), sys.argv[2], 123450)
    for _ in range(3):
        application.processEvents()
    place = window.geometry().getRect()
    print(window.connected, window.isVisible(), *place)
    window.grab().save(f"{sys.argv[3]}/{index}.png")
"""


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QrScreen]:
    made = QrScreen(0)
    qapp.processEvents()
    yield made
    made.deleteLater()
    qapp.processEvents()


def picture(window: QrScreen) -> QImage:
    QApplication.processEvents()
    image = window.grab().toImage()
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def as_pillow(image: QImage) -> Image.Image:
    size = (image.width(), image.height())
    data, stride = bytes(image.constBits()), image.bytesPerLine()
    return Image.frombuffer("L", size, data, "raw", "L", stride, 1)


def codes(image: QImage) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(as_pillow(image))]


def test_it_fills_the_screen_of_its_index_and_its_code_can_be_scanned(
    tmp_path: Path,
) -> None:
    layout = [
        {
            "name": f"screen{index}", "x": x, "y": y, "width": width, "height": height,
            "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": ratio,
        }
        for index, (x, y, width, height, ratio) in enumerate(SCREENS)
    ]  # fmt: skip
    (tmp_path / "screens.json").write_text(json.dumps({"screens": layout}))
    platform = f"offscreen:configfile={tmp_path / 'screens.json'}"
    done = subprocess.run(  # noqa: S603 - our own code
        [
            *(sys.executable, "-c", ON_EVERY_SCREEN, DATA, CAPTION, str(tmp_path)),
            *("-platform", platform),
        ],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": platform, "PATH": ""},
        capture_output=True,
        check=True,
        text=True,
    )
    *there, absent = done.stdout.splitlines()
    assert there == [f"True True {x} {y} {w} {h}" for x, y, w, h, _ in SCREENS]
    assert absent.startswith("False False")
    for index in range(len(SCREENS)):
        with Image.open(tmp_path / f"{index}.png") as seen:
            (code,) = zxingcpp.read_barcodes(seen)
        assert code.text == DATA


@pytest.mark.parametrize("size", [(480, 320), (800, 480), (1080, 1920), (1920, 1080)])
@pytest.mark.parametrize("data", [DATA, "A" * 300])
def test_modules_are_equal_squares_with_sharp_edges(
    window: QrScreen, size: tuple[int, int], data: str
) -> None:
    matrix = encode(data)
    window.resize(*size)
    window.present(matrix, "", None)
    seen = as_pillow(picture(window))
    assert zxingcpp.read_barcodes(seen)[0].text == data
    black = seen.point(lambda value: 255 if value == 0 else 0)
    box = black.getbbox()
    assert box is not None
    bare = [row[4:-4] for row in matrix[4:-4]]
    drawn = Image.new("L", (len(bare), len(bare)))
    drawn.putdata([255 if dark else 0 for row in bare for dark in row])
    side = (box[2] - box[0]) // len(bare)
    expected = drawn.resize((len(bare) * side,) * 2, Image.Resampling.NEAREST)
    assert side >= 2
    assert black.crop(box).tobytes() == expected.tobytes()


def test_what_is_cleared_leaves_no_trace(window: QrScreen) -> None:
    empty = picture(window)
    window.present(MATRIX, CAPTION, 123450)
    assert codes(picture(window)) == [DATA]
    window.blank()
    assert picture(window) == empty


def test_it_can_be_told_from_any_thread_and_the_last_word_counts(
    window: QrScreen,
) -> None:
    def tell() -> None:
        window.present(encode("7F3A-9BXZ"), "", 5)
        window.present(MATRIX, CAPTION, None)

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()
    assert codes(picture(window)) == [DATA]


@pytest.mark.parametrize("size", [(480, 320), (800, 480), (1080, 1920)])
def test_long_words_stay_on_the_screen_and_off_the_code(
    window: QrScreen, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.present(MATRIX, "城乡居民基本医疗保险费补缴" * 6, 123_456_789_012)
    image = picture(window)
    assert codes(image) == [DATA]
    seen = as_pillow(image)
    width, height = seen.size
    edges = [(0, 0, width, 1), (0, height - 1, width, height)]
    edges += [(0, 0, 1, height), (width - 1, 0, width, height)]
    greys = {value for edge in edges for value in seen.crop(edge).tobytes()}
    assert len(greys) == 1, "only the ground reaches the edge"


def test_it_hides_while_its_screen_is_away(
    window: QrScreen, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = qapp.primaryScreen()
    assert window.connected
    assert not window.isVisible()  # the terminal's own is covered only for a code
    window.present(MATRIX, CAPTION, 5)
    qapp.processEvents()
    assert window.isVisible()
    with monkeypatch.context() as patch:
        patch.setattr(QGuiApplication, "screens", list)
        qapp.screenRemoved.emit(screen)
        qapp.processEvents()
        assert not window.connected
        assert not window.isVisible()
    qapp.screenAdded.emit(screen)
    qapp.processEvents()
    assert window.connected
    assert window.isVisible()
    assert codes(picture(window)) == [DATA]
    window.blank()
    qapp.processEvents()
    assert not window.isVisible()


def test_it_takes_neither_keyboard_nor_fingers(window: QrScreen) -> None:
    flags = window.windowFlags()
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert flags & Qt.WindowType.WindowTransparentForInput


def test_amounts_are_written_as_citizens_read_them() -> None:
    assert amount_text(123450) == "¥ 1,234.50"
    assert amount_text(5) == "¥ 0.05"
    assert amount_text(0) == "¥ 0.00"
