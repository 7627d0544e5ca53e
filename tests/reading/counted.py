"""How much work reading a text is: the lines run, counted by function, and texts as long as one likes."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from penstock.reading import cast, resolving, spoken_days, when

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pytest

ENGLISH = (
    "“It was late {i},” said Ann {s}, a spokesman of the ministry.",
    "Treasury sanctioned Hebei {s} on Oct. 3, 2023, and “{s} was wrong {i},” he said.",
    "“We saw 4-piperidone in China on Jan. {d},” the embassy said. It was not regulated.",
    "The minister of {s} said the chemicals were “not regulated {i} by the laws of China.”",
    "They told reporters at a hearing on Monday that Guangzhou Tengyue Chemical Co., Ltd. was “old {i}”, {s} said.",
    "“Again and {s},” it added. Bob {s} and Ann said so.",
    "“It was late {i},” the Treasury said on May {d}, 2021.",
)
CHINESE = (
    "外交部发言人林{c}星期一表示：“不对{i}。”",
    "他说，“这是{i}的事”，并称中国法律没有列管。",
    "{c}{c}部长王{c}指出，“{i}不受法律管制。”",
)
_FEW = 4


def story(count: int, shapes: Sequence[str], joint: str) -> str:
    """Return a text of some quotations, with speakers, days, substances and places of many names."""
    told = (shapes[i % len(shapes)].format(i=i, s=_name(i), d=i % 28 + 1, c=chr(0x4E00 + 3 * i)) for i in range(count))
    return joint.join(["Port opens boxes", *told])


def grown(monkeypatch: pytest.MonkeyPatch, run: Callable[[str], Any], one: str, two: str) -> list[str]:
    """Return what runs more than twice as often for a text twice as long.

    How far a name may point back is set low meanwhile, so that short texts show what long ones do.
    """
    bounds = ((cast, "_MOST"), (resolving, "_FAR_BACK"), (spoken_days, "_MOST"), (when, "_MOST"))
    for module, name in bounds:
        monkeypatch.setattr(module, name, _FEW)
    run(two)  # what is read once
    before, after = _lines(run, one), _lines(run, two)
    return [f"{name}: {before[name]}, {after[name]}" for name in after if after[name] > 2.4 * before[name] + 100]


def _lines(run: Callable[[str], Any], text: str) -> Counter[str]:
    counts: Counter[str] = Counter()

    def count(frame: Any, _event: str, _told: Any) -> Any:  # noqa: ANN401  # as sys.settrace has it
        code = frame.f_code
        file = code.co_filename.replace("\\", "/")
        if not any(f"/penstock/{room}/" in file for room in ("reading", "cases", "batch")):
            return None
        counts[f"{file.rsplit('/', 1)[-1]}:{code.co_qualname}"] += 1
        return count

    traced = sys.gettrace()
    sys.settrace(count)
    try:
        run(text)
    finally:
        sys.settrace(traced)
    return counts


def _name(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(3)).capitalize()
