"""Examples with invented people for the OpenAPI document."""

import base64
from typing import Any

_TERMINAL = "demo-01"
_INSTALL = "0b6f3c1e-6d0b-4f5e-9a53-1f2d8f1c7a10"
_ITEM = "social_security.contribution_statement"
_CASE = "6f0a2f9e-3f43-4d0e-8b1c-6b1f0e2a9d01"

QUERIES: Any = {
    "statement": {
        "summary": "A contribution statement",
        "value": {
            "item": _ITEM,
            "applicant": {"number": "510411199003074526", "name": "李娜"},
        },
    }
}

DOCUMENTS: Any = {
    "statement": {
        "summary": "A contribution statement, on paper",
        "value": {
            "idempotency_key": _CASE,
            "item": _ITEM,
            "applicant": {"number": "510411199003074526", "name": "李娜"},
            "form": {
                "insurance": "all",
                "month_from": "2025-11",
                "month_to": "2026-10",
            },
        },
    }
}

PAYMENTS: Any = {
    "order": {
        "summary": "An order with a code to scan",
        "value": {
            "idempotency_key": _CASE,
            "case": _CASE,
            "item": "one_stop.bill_payment",
            "form": {"bill_code": "51041120260000010018"},
            "amount": 480000,
            "provider": "sandbox",
        },
    }
}

COLLECTIONS: Any = {
    "card": {
        "summary": "With the same card",
        "value": {"applicant": {"number": "510411199003074526", "name": "李娜"}},
    },
    "code": {
        "summary": "With the code of a slip",
        "value": {"code": "7KQ2-M9XD"},
    },
}


def _record(key: str, seq: int, kind: str, body: str) -> dict[str, object]:
    return {
        "idempotency_key": key,
        "terminal": _TERMINAL,
        "install": _INSTALL,
        "seq": seq,
        "item": _ITEM,
        "kind": kind,
        "created_at": "2026-11-22T05:45:25Z",
        "body": base64.b64encode(body.encode()).decode(),
    }


BATCHES: Any = {
    "batch": {
        "summary": "A request accepted offline, and a rating of it",
        "description": "`body` is base64 of UTF-8 JSON: a `RequestBody` and a "
        "`RatingBody` here.",
        "value": {
            "records": [
                _record(
                    _CASE,
                    41,
                    "request",
                    '{"applicant":{"number":"510411198511223175","name":"陈𬱖"},'
                    '"slip_code":"7KQ2-M9XD","language":"zh_CN"}',
                ),
                _record(
                    "b2c1d7a4-90aa-4f0c-a1be-0b7e6c5d4f02",
                    42,
                    "rating",
                    f'{{"about":"{_CASE}","grade":"very_satisfied","reasons":[]}}',
                ),
            ]
        },
    }
}

HEARTBEATS: Any = {
    "well": {
        "summary": "A terminal that serves, with its paper near the end",
        "value": {
            "install": _INSTALL,
            "version": "0.1.0",
            "time": "2026-11-22T05:45:25Z",
            "screen": "attract",
            "screen_since": "2026-11-22T05:40:02Z",
            "devices": [
                {
                    "role": "id_card_reader",
                    "backend": "sam_serial",
                    "state": "ready",
                    "reason": "ok",
                },
                {
                    "role": "receipt_printer",
                    "backend": "escpos",
                    "state": "warning",
                    "reason": "paper_near_end",
                    "supplies": {"paper": "paper_near_end"},
                },
            ],
            "queue": {
                "queued": 2,
                "leased": 0,
                "quarantined": 0,
                "oldest": "2026-11-22T05:31:10Z",
            },
        },
    }
}
