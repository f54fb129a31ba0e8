"""`python -m central`: run, and the operators' commands; `--help` lists them.

A file for each group of commands, `parser` for the command line, and `words` for the
Chinese of all texts. What only some commands need is imported by them: `ledger` loads
nothing of PDFs.

Exit codes: 0 success, 1 a fault of the environment (port taken, no database) or a
document that is not genuine, 2 what was asked or configured is wrong. Answers go to
standard output, everything else to standard error.
"""

from central.cli.parser import main

__all__ = ["main"]
