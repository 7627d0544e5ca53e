from __future__ import annotations

from penstock.reading.openings import named_at_start
from penstock.reading.speech import speech


def test_the_speaker_behind_a_verb_takes_its_title_from_beside_it() -> None:
    first = named_at_start(speech("en"), " Dr. Ann Lee, the port's chemist, on Monday.")
    assert first is not None
    assert (first.name, first.kind) == ("Ann Lee", "person")
    second = named_at_start(speech("en"), " the ministry's spokesman, Li Wei.")
    assert second is not None
    assert (second.name, second.role) == ("Li Wei", "the ministry's spokesman")


def test_nobody_is_named_by_what_is_no_speaker() -> None:
    assert named_at_start(speech("en"), " on Friday that prices fell.") is None
    spanish = named_at_start(speech("es"), " ayer la presidenta Carmen Valdés.")
    assert spanish is not None
    assert spanish.name == "Carmen Valdés"
