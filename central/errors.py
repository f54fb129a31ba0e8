"""The base of errors whose text is for operators, in the language of their terminal."""


class OperatorError(Exception):
    """An error that an operator can put right.

    Args:
        text: The message in English, with `{names}` of values; `central.cli.words`
            has it in Chinese.
        values: What the names stand for.
    """

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text.format(**values) if values else text)
        self.text = text
        self.values = values
