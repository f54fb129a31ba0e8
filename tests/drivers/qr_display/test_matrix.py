"""QR codes: read back by another library, with a quiet zone, at level M."""

import pytest
import zxingcpp
from PIL import Image

from drivers.qr_display.matrix import QUIET, encode


@pytest.mark.parametrize(
    "data",
    [
        "weixin://wxpay/bizpayurl?pr=Demo7F3A9B",
        "https://qr.example/bax0742",
        "7F3A-9BXZ",
        "取件码：陈𬱖",
        "A" * 1000,
    ],
)
def test_a_code_is_read_back_at_level_m(data: str) -> None:
    matrix = encode(data)
    size = len(matrix)
    assert all(len(row) == size for row in matrix)
    image = Image.new("L", (size, size), 255)
    image.putdata([0 if dark else 255 for row in matrix for dark in row])
    (code,) = zxingcpp.read_barcodes(image.resize((size * 4, size * 4)))
    assert code.text == data
    assert code.ec_level == "M"


def test_around_it_is_the_quiet_zone_of_the_standard() -> None:
    matrix = encode("7F3A-9BXZ")
    edge = [*matrix[:QUIET], *matrix[-QUIET:]]
    edge += [row[:QUIET] + row[-QUIET:] for row in matrix]
    assert not any(any(row) for row in edge)
    assert matrix[QUIET][QUIET]


@pytest.mark.parametrize("data", ["", "A" * 5000])
def test_nothing_and_too_much_are_refused(data: str) -> None:
    with pytest.raises(ValueError, match="QR code"):
        encode(data)
