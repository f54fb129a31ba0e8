"""The OpenAPI document: the contract that a province's own platform implements."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from central.api.problems import Problem
from contract import VERSION
from contract.records import BODIES, Record, Refusal

REF = "#/components/schemas/{model}"

WORDS = """\
What terminals ask of the central service. The reference implementation comes with
OneTrip; a province's own platform implements the same paths.

* Every answer of success carries `time`, central's clock in UTC. A terminal learns
  from it how wrong its own clock is.
* Every error is `application/problem+json` (RFC 9457) with a `reason` for machines.
* Absent fields are left out. Instants are ISO 8601 in UTC, from 1970 to 2100; amounts
  are texts ready to be shown.
* A terminal proves who it is with an HTTP message signature (RFC 9421): Ed25519, over
  `"@method" "@path" "@query" "content-digest"` (and `"content-encoding"` where there is
  one), with `created`, `nonce`, `keyid` (its name) and `tag="onetrip-terminal"`. It is
  good for 300 s, and once. Without it nothing under `/v1` says more than 401.
* A terminal may send 100 requests a second; more get 429 with `Retry-After`.
* Personal data stands in bodies alone: never in paths, never in logs.
"""


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application."""
    document = get_openapi(
        title="OneTrip central service",
        version=VERSION,
        summary="Between self-service terminals and departments",
        description=WORDS,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    # Request bodies are read as bytes and records are validated one by one, so FastAPI
    # does not find these models in the paths; an implementer of the contract needs
    # them.
    bodies: list[type[BaseModel]] = [Problem, Record, *BODIES.values()]
    _, extra = models_json_schema(
        [(model, "validation") for model in bodies], ref_template=REF
    )
    schemas = document["components"]["schemas"]
    schemas.update(extra["$defs"])
    schemas["RecordBatch"]["properties"]["records"]["items"] = {
        "$ref": REF.format(model="Record")
    }
    schemas["Record"]["properties"]["body"] |= {
        "contentEncoding": "base64",
        "contentMediaType": "application/json",
        "contentSchema": {
            "oneOf": [
                {"$ref": REF.format(model=model.__name__)} for model in BODIES.values()
            ]
        },
    }
    schemas["RecordAnswer"]["properties"]["reason"]["examples"] = list(Refusal)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document
