"""Keys are made once, outlive the process, and are not lost to an empty answer."""

from pathlib import Path

import pytest
from support.cache import open_cache

from offline_cache.database import Cache
from offline_cache.keyring import KEY_BYTES, Keyring

ONE, TWO = b"1" * KEY_BYTES, b"2" * KEY_BYTES


def test_the_terminals_own_key_is_made_once(cache: Cache, tmp_path: Path) -> None:
    key = Keyring(cache).local()
    assert len(key) == KEY_BYTES
    assert Keyring(cache).local() == key
    with open_cache(tmp_path) as other:
        assert Keyring(other).local() == key


def test_every_terminal_has_its_own(cache: Cache, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with open_cache(elsewhere) as other:
        assert Keyring(other).local() != Keyring(cache).local()


def test_centrals_keys_are_kept_in_order_newest_first(cache: Cache) -> None:
    keyring = Keyring(cache)
    assert keyring.verification_keys() == ()
    assert keyring.put_verification_keys((ONE, TWO))
    assert keyring.verification_keys() == (ONE, TWO)
    assert not keyring.put_verification_keys((ONE, TWO))
    assert keyring.put_verification_keys((TWO, ONE))
    assert keyring.verification_keys() == (TWO, ONE)


def test_no_keys_at_all_are_no_reason_to_forget_those_there_are(cache: Cache) -> None:
    keyring = Keyring(cache)
    keyring.put_verification_keys((ONE,))
    assert not keyring.put_verification_keys(())
    assert keyring.verification_keys() == (ONE,)


def test_a_key_of_another_length_is_none(cache: Cache) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(cache).put_verification_keys((ONE, b"short"))
    assert Keyring(cache).verification_keys() == ()
