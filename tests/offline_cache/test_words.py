"""What stands on the disk is never renamed, and what is unknown there does no harm."""

from uuid import uuid4

import structlog

from offline_cache import words
from offline_cache.database import Cache
from offline_cache.journal import EffectState, Journal
from offline_cache.outbox import OutboxState
from offline_cache.status import Status

RELEASED = {
    words.Kind: (
        "receipt document release load take_back look code_locked release_confirmed"
        " request_accepted payment_intent payment service_opened service_refused"
        " journal_pruned"
    ),
    words.Ended: ("closed stuck another_open unseen left_open unknown clerk crash"),
    words.Answer: "yes no unsure",
    words.Payment: (
        "intent requested approved declined closed unknown staff late_approved"
        " refund_pending refunded"
    ),
    words.Fact: "screen link journal agent central_time",
    words.Link: "network central",
    words.Stage: (
        "attract choose_item put_card confirm_person still_coming ask_field waiting"
        " choose_options review declare offer_queue pay printing release submitting"
        " paper_trouble rate_visit take_card message out_of_service service_pin"
        " service_menu service_scan service_list service_door service_message"
    ),
    words.Order: "list_devices test_device device_keys",
    EffectState: "armed confirmed failed effect_unknown",
    OutboxState: "queued leased acknowledged quarantined",
}
"""As files hold them that are out there: words may be added here, and none changed."""


def test_no_word_of_the_disk_was_renamed() -> None:
    for kind, released in RELEASED.items():
        assert [str(word) for word in kind] == released.split()


def test_a_word_is_read_and_an_unknown_one_is_reported_once() -> None:
    words.report_unknown.cache_clear()
    with structlog.testing.capture_logs() as logged:
        assert words.read(words.Link, "network") is words.Link.NETWORK
        assert words.read(words.Link, None) is None
        for _ in range(3):
            for odd in ("seasick", 7, ["network"], {"a": "b" * 300}):
                assert words.read(words.Link, odd) is None
    assert [each["event"] for each in logged] == ["word_unknown"] * 4
    assert {each["what"] for each in logged} == {"Link"}
    assert max(len(each["text"]) for each in logged) == 80


def test_an_effect_in_unknown_words_is_one_whose_end_nobody_knows(
    cache: Cache,
) -> None:
    journal, effect = Journal(cache), uuid4()
    with cache.transaction():
        journal.arm(effect, "teleport")
    cache.rows("PRAGMA ignore_check_constraints = ON")
    cache.rows("DROP TRIGGER journal_is_not_rewritten")
    cache.rows("UPDATE journal SET state = 'dissolved'")
    (entry,) = journal.entries()
    assert (entry.kind, entry.state) == ("teleport", EffectState.EFFECT_UNKNOWN)
    assert journal.unsettled() == []


def test_a_field_that_another_version_does_not_write_is_none(cache: Cache) -> None:
    status = Status(cache)
    for value in ("attract", None, 7, ["stage"], {"scene": "attract"}):
        status.put("screen", value)
        entry = status.get("screen")
        assert entry is not None
        assert entry.field("stage") is None
    status.put("screen", {"stage": "attract"})
    entry = status.get("screen")
    assert entry is not None
    assert entry.field("stage") == "attract"
