"""A default of the View means nothing special: nothing wrong, nothing typed."""

from support.defaults import telling

import view

TELLING: dict[str, object] = {
    "AskField.what": view.FieldWhat.FORM,
    "AskField.longest": 32,
    "PaperTrouble.kind": view.Leaving.RECEIPT,
    "Printing.number": 1,
    "Printing.of": 1,
}


def test_what_is_left_out_means_nothing() -> None:
    assert telling(view) == TELLING


def test_all_that_screens_need_can_be_had_from_one_place() -> None:
    assert all(hasattr(view, name) for name in view.__all__)
