"""Whatever is sent, central answers by its contract, and never with a 500."""

import json
import string
from base64 import b64encode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.central import LI_NA, STATEMENT, heartbeat, record, request_body

from contract.records import BatchAnswer, RecordKind

bounded = settings(
    max_examples=60,
    deadline=None,
    # The server is shared by the examples on purpose.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

PATHS = [
    ("POST", "/v1/queries"),
    ("POST", "/v1/records"),
    ("POST", "/v1/entitlements"),
    ("POST", "/v1/documents"),
    ("POST", "/v1/payments"),
    ("PUT", "/v1/terminals/demo-01/heartbeat"),
]

# As JSON may hold it, lone surrogates and control characters with it.
TEXTS = st.text(st.characters(), max_size=20)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(2**62, 2**70)
    | st.floats()
    | TEXTS
    | st.sampled_from(["2026-11-22T05:45:25Z", "0001-01-01T00:00:00+14:00", "\ud800"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
    ),
    max_leaves=12,
)

KEY = "1d1c7a53-8a4e-4a3a-9d55-0f8e6a3d5b11"
OUTCOME = {"about": KEY, "serial": "R-1", "paper": "printed", "document": KEY}
HOLDING = {"holding": KEY, "cell": 7, "state": "loaded"}

VALID: dict[str, object] = {
    "/v1/queries": {"item": STATEMENT, "applicant": LI_NA, "code": "7KQ2M9XD"},
    "/v1/records": {
        "records": [
            record(1),
            record(2, RecordKind.REQUEST),
            record(3, RecordKind.OUTCOME, OUTCOME),
            record(4, RecordKind.HOLDING, HOLDING),
        ]
    },
    "/v1/entitlements": {"applicant": LI_NA},
    "/v1/documents": {"idempotency_key": KEY, "item": STATEMENT, "applicant": LI_NA},
    "/v1/payments": {
        "idempotency_key": KEY,
        "case": KEY,
        "item": STATEMENT,
        "applicant": LI_NA,
        "options": ["1625"],
        "amount": 1200,
        "provider": "sandbox",
    },
    "/v1/terminals/demo-01/heartbeat": heartbeat(),
}


def send(client: httpx.Client, method: str, path: str, content: bytes) -> int:
    headers = {"Content-Type": "application/json"}
    answer = client.request(method, path, content=content, headers=headers)
    assert answer.status_code < 500, answer.text
    assert answer.json()["time"]
    kind = answer.headers["content-type"]
    expected = "application/json" if answer.is_success else "application/problem+json"
    assert kind == expected
    return answer.status_code


@pytest.mark.parametrize(("method", "path"), PATHS)
@bounded
@given(content=st.binary(max_size=200) | JSON.map(lambda v: json.dumps(v).encode()))
def test_any_body_is_answered(
    shared_client: httpx.Client, method: str, path: str, content: bytes
) -> None:
    send(shared_client, method, path, content)


@pytest.mark.parametrize(("method", "path"), PATHS)
@bounded
@given(data=st.data())
def test_a_good_body_with_a_bad_part_is_answered(
    shared_client: httpx.Client, method: str, path: str, data: st.DataObject
) -> None:
    body = json.loads(json.dumps(VALID[path]))
    here = body
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        inner = here[key]
        if not isinstance(inner, dict | list) or data.draw(st.booleans()):
            here[key] = data.draw(JSON)
            break
        here = inner
    send(shared_client, method, path, json.dumps(body).encode())


@bounded
@given(
    raws=st.lists(
        JSON
        | st.builds(
            lambda key, value: record(3) | {key: value},
            st.sampled_from(sorted(record(3))),
            JSON,
        )
        | st.binary(max_size=50).map(
            lambda body: record(3) | {"body": b64encode(body).decode()}
        )
        | JSON.map(
            lambda value: record(
                3, RecordKind.REQUEST, request_body() | {"slip_code": value}
            )
        ),
        max_size=5,
    )
)
def test_each_record_of_any_batch_gets_an_answer(
    shared_client: httpx.Client, raws: list[object]
) -> None:
    content = json.dumps({"records": raws}).encode()
    answer = shared_client.post(
        "/v1/records", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    parsed = BatchAnswer.model_validate_json(answer.content)
    assert len(parsed.answers) == len(raws)


@pytest.mark.parametrize("depth", [50, 500, 900, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_body_nested_deeply_is_answered(
    shared_client: httpx.Client, depth: int, opening: str, closing: str
) -> None:
    nested = (opening * depth + "0" + closing * depth)[:900_000]
    send(shared_client, "POST", "/v1/records", nested.encode())
    within = f'{{"records":[{nested}]}}'
    send(shared_client, "POST", "/v1/records", within.encode())


@pytest.mark.parametrize("digits", [400, 4_301, 100_000])
def test_a_number_of_many_digits_is_answered(
    shared_client: httpx.Client, digits: int
) -> None:
    good = json.dumps({"records": [record(1)]})
    content = good.replace('"seq": 1', f'"seq": {"9" * digits}')
    assert content != good
    send(shared_client, "POST", "/v1/records", content.encode())


@bounded
@given(
    name=st.text(
        string.ascii_letters + string.digits + "-._~!$&'()*+,;=:@%", max_size=9
    )
)
def test_any_name_in_the_path_is_answered(
    shared_client: httpx.Client, name: str
) -> None:
    url = f"/v1/terminals/{name.replace('%', '%25')}/heartbeat"
    answer = shared_client.put(url, json=heartbeat())
    assert answer.status_code in (200, 307, 403, 404, 422)


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_refused_as_problems(
    shared_client: httpx.Client, method: str
) -> None:
    answer = shared_client.request(method, "/v1/records")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"]
