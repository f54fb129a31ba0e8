"""The language of people at a command line is that of the environment."""

import pytest

from config.language import VARIABLES, of_environment


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("zh_CN", "en")),
        ({"LANG": "C.UTF-8"}, ("zh_CN", "en")),
        ({"LANG": "zh_CN.UTF-8"}, ("zh_CN", "zh_CN")),
        ({"LANG": "en_US.UTF-8"}, ("en", "en")),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, ("en", "en")),
        ({"LANG": "zh_CN", "LC_MESSAGES": "zh_CN", "LC_ALL": "en_GB"}, ("en", "en")),
        ({"LANG": "zh_CN", "LC_ALL": ""}, ("zh_CN", "zh_CN")),
        ({"LANG": "zh_CN", "LC_ALL": "C"}, ("zh_CN", "en")),
    ],
)
def test_the_first_variable_that_is_set_counts(
    values: dict[str, str], expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    assert (of_environment("zh_CN"), of_environment("en")) == expected
