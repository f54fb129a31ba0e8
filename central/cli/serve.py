"""`central run`, `openapi` and `settings`: the service, and what is made from it."""

import argparse
import sys

from central import settings as central_settings
from central.cli.output import FAULT, OK, settings_of


def run(asked: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from central import serving

    settings = settings_of(asked, host=asked.host, port=asked.port)
    served = serving.run(settings, follow_stdin=asked.follow_stdin)
    return OK if served else FAULT


def openapi(_: argparse.Namespace) -> int:
    """Print the contract as OpenAPI."""
    from central import serving

    sys.stdout.write(serving.openapi_document())
    return OK


def explain_settings(asked: argparse.Namespace) -> int:
    """Print every setting, as a file or as a page."""
    from config import reference

    form = reference.default_toml if asked.form == "toml" else reference.page
    sys.stdout.write(form(central_settings.every_section()))
    return OK
