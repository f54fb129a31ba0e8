"""What is personal is in no repr: of an event, an action, a screen or a message.

A repr reaches a log by accident, in an exception or a warning; so no object that holds
something of a citizen may show it, wherever it is.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

import contract
import drivers.base
import kiosk.flow
import view

CANARY = "510411198511223175"
HIDDEN = {
    "contract.documents.Collection": {"code"},
    "contract.documents.DocumentRequest": {"form"},
    "contract.documents.IssuedDocument": {"code", "pdf", "verification"},
    "contract.manifest.Manifest": {"key"},
    "contract.model.Applicant": {"name", "number"},
    "contract.payment.PaymentRequest": {"form", "options", "payment_code"},
    "contract.queries.Query": {"code", "form"},
    "contract.queries.QueryAnswer": {"facts", "options", "table"},
    "contract.records.RequestBody": {"form", "options", "slip_code"},
    "contract.signature.Signer": {"key"},
    "drivers.base.ScannedCode": {"text"},
    "drivers.base.ShownCode": {"data"},
    "kiosk.flow.actions.AskEntitlements": {"collection"},
    "kiosk.flow.actions.CheckCode": {"code"},
    "kiosk.flow.actions.CollectDocument": {"collection"},
    "kiosk.flow.actions.IssueDocument": {"applicant", "form"},
    "kiosk.flow.actions.LookUpHoldings": {"applicant"},
    "kiosk.flow.actions.PrintDocument": {"applicant", "document", "payment"},
    "kiosk.flow.actions.PrintReceipt": {
        "answer",
        "applicant",
        "chosen",
        "form",
        "paid",
        "slip_code",
    },
    "kiosk.flow.actions.QueryCentral": {"query"},
    "kiosk.flow.actions.QueueRequest": {"applicant", "form", "options"},
    "kiosk.flow.actions.ReleaseCell": {"applicant"},
    "kiosk.flow.actions.RequestPayment": {
        "applicant",
        "form",
        "options",
        "payment_code",
    },
    "kiosk.flow.actions.ShowCode": {"code"},
    "kiosk.flow.events.CatalogueRenewed": {"items"},
    "kiosk.flow.events.DocumentIssued": {"document"},
    "kiosk.flow.events.EntitlementsAnswered": {"entitlements", "holder"},
    "kiosk.flow.events.GuardRead": {"number"},
    "kiosk.flow.events.RecordStored": {"slip_code"},
    "kiosk.flow.service.actions.CheckPin": {"pin"},
    "kiosk.flow.service.base.ClerkSession": {"setting"},
    "kiosk.flow.service.pin.Pin": {"typed"},
    "kiosk.flow.steps.form.FormStep": {"value"},
    "kiosk.flow.steps.holding.FindHoldingStep": {"value"},
    "kiosk.flow.steps.identify.IdentifyStep": {"value"},
    "kiosk.flow.steps.pay.PayStep": {"own_code"},
    "kiosk.flow.steps.print.PrintStep": {"document"},
    "kiosk.flow.visit.Visit": {
        "answer",
        "applicant",
        "chosen",
        "code",
        "coming",
        "form",
        "payment",
        "setting",
        "slip_code",
    },
    "view.answers.OfferQueue": {"holder"},
    "view.answers.Review": {"facts", "holder", "table"},
    "view.answers.TableView": {"rows"},
    "view.asking.AskField": {"value"},
    "view.asking.ChooseOptions": {"holder", "lines"},
    "view.asking.ConfirmPerson": {"masked_number", "name"},
    "view.asking.Declare": {"holder"},
    "view.asking.FactLine": {"value"},
    "view.asking.OptionLine": {"facts", "reference", "title"},
    "view.asking.StillComing": {"holder"},
    "view.handing.Pay": {"code_url"},
    "view.handing.PaperTrouble": {"receipt_url", "slip_code"},
    "view.handing.RateVisit": {"slip_code"},
    "view.intents.Key": {"character"},
    "view.intents.PickOption": {"value"},
    "view.intents.ToggleOption": {"reference"},
}
"""Each field that no repr shows, by its class."""

PERSONAL = {"applicant", "holder", "pin", "typed", "slip_code", "payment_code"}
"""Names that stand for something of a citizen's, or a secret, wherever they stand."""
HARMLESS = {
    # A message that shows itself without its personal fields.
    *("contract.documents.DocumentRequest", "contract.documents.Collection"),
    *("contract.payment.PaymentRequest", "contract.queries.Query"),
    *("contract.queries.QueryAnswer", "contract.entitlements.Entitlements"),
    *("contract.records.RequestBody", "contract.records.CompletionBody"),
    "view.service.ServicePin",  # how many digits
}


def modules() -> Iterator[ModuleType]:
    yield drivers.base
    for package in (contract, kiosk.flow, view):
        yield package
        found = walk_packages(package.__path__, f"{package.__name__}.")
        yield from (import_module(each.name) for each in found)


def classes() -> dict[str, type]:
    """Every dataclass and every message of these rooms, by its name."""
    return {
        f"{module.__name__}.{name}": kind
        for module in modules()
        for name, kind in vars(module).items()
        if isinstance(kind, type)
        and kind.__module__ == module.__name__
        and not issubclass(kind, Enum)
        and (is_dataclass(kind) or issubclass(kind, BaseModel))
    }


CLASSES = classes()


def shown(kind: Any) -> dict[str, bool]:
    """Whether each field is in the repr."""
    if issubclass(kind, BaseModel):
        return {name: each.repr for name, each in kind.model_fields.items()}
    return {each.name: each.repr for each in fields(kind)}


def holding(kind: Any, name: str) -> object:
    """An object of a class whose one field holds the canary."""
    values = {each: CANARY if each == name else "x" for each in shown(kind)}
    if issubclass(kind, BaseModel):
        return kind.model_construct(**values)
    made: object = object.__new__(kind)
    for each, value in values.items():
        object.__setattr__(made, each, value)
    return made


@pytest.mark.parametrize("kind", sorted(HIDDEN))
def test_what_is_personal_is_in_no_repr(kind: str) -> None:
    for name in HIDDEN[kind]:
        assert CANARY not in repr(holding(CLASSES[kind], name)), name


def test_what_is_hidden_anywhere_stands_in_the_table() -> None:
    found = {
        name: hidden
        for name, kind in CLASSES.items()
        if (hidden := {each for each, seen in shown(kind).items() if not seen})
    }
    assert found.pop("drivers.base.CardReading") == {"photo"}  # has its own repr
    assert found == HIDDEN


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_whatever_is_called_so_is_hidden(kind: str) -> None:
    told = {name for name, seen in shown(CLASSES[kind]).items() if seen}
    assert kind in HARMLESS or not told & PERSONAL
