from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from penstock.goods import Mention, scan


def test_a_plain_mention_is_controlled_with_nothing_undone() -> None:
    mention = Mention(0, 7, "substance", "67-64-1", "acetone", "whole", "name")
    assert (mention.ordinary, mention.salt, mention.undone, mention.record, mention.code) == (
        False,
        None,
        (),
        None,
        None,
    )


def test_mentions_are_values_that_compare_hash_and_do_not_change() -> None:
    one, other = scan("acetone") + scan("acetone")
    assert one == other
    assert len({one, other}) == 1
    for field in fields(Mention):
        with pytest.raises(FrozenInstanceError):
            setattr(one, field.name, None)


@pytest.mark.parametrize(
    ("text", "by", "subject", "code"),
    [
        ("acetone", "name", "67-64-1", None),
        ("P2P", "abbreviation", "103-79-7", None),
        ("isosaffrole", "slip", "120-58-1", None),
        ("299-42-3", "cas", "299-42-3", None),
        ("CAS 299-42-4", "cas", None, "bad_cas"),
        ("HS 2939.41", "code", "293941", None),
        ("tablet press", "name", "tablet_press", None),
    ],
)
def test_how_a_thing_was_found_shows_in_the_mention(text: str, by: str, subject: str | None, code: str | None) -> None:
    found = {(mention.by, mention.subject, mention.code) for mention in scan(text)}
    assert found == {(by, subject, code)}
