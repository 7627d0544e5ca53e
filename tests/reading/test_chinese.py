from __future__ import annotations

from datetime import date

from penstock.reading.news import read_news


def told(text: str) -> list[tuple[str, str | None, str]]:
    found = read_news(text, date(2023, 6, 21)).quotations
    return [(one.speaker.name, one.speaker.role, one.day.value if one.day else "unknown") for one in found]


def test_speakers_with_a_title_a_pronoun_and_a_name_alone() -> None:
    text = "外交部发言人林静20日表示：“不对。”\n\n她强调，这是“甩锅”。\n\n“没有根据，”林静说。"
    assert told(text) == [("林静", "外交部发言人", "2023-06-20")] * 3


def test_a_title_said_again_and_a_verb_without_a_subject_mean_who_spoke() -> None:
    text = "外交部发言人林静20日表示，这是“甩锅”。该发言人还指出，“没有根据”。她同时强调，“必须纠正”，并称“愿意合作”。"
    assert [name for name, _, _ in told(text)] == ["林静"] * 4


def test_who_is_told_does_not_speak_nor_does_what_a_thing_is_called() -> None:
    assert told("美国大使馆一名官员对记者表示，名单“不是制裁”。")[0][0].endswith("官员")
    assert told("警方称，嫌疑人使用名为“蓝莲”的网店。")[0][0] == "unknown"
    assert told("针对“主要来源国”，外交部发言人林静说，这是“错误”。")[0][0] == "unknown"
    assert told("美国总统周一表示，这“很好”。")[0][0] == "美国总统"


def test_a_body_speaks_and_a_phrase_without_speaker_is_unknown() -> None:
    assert told("中国大使馆称，该说法“毫无根据”。")[0][0].endswith("大使馆")
    assert told("市场上出现了“新货”，价格很低。")[0][0] == "unknown"
