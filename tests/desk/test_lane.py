from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from penstock.desk.answering import state_of
from penstock.desk.lane import LOOKS_EVERY, Lane
from penstock.desk.problems import Problem
from penstock.kernel.errors import ListMissing, PenstockError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Warm:
    """What a lane makes: it remembers the state of the lists it was made by."""

    def __init__(self, folder: Path) -> None:
        self.lists = self
        self.folder = folder
        self.state = state_of(folder)


def lane_over(folder: Path, clock: Clock, made: list[Any]) -> Lane:
    def make() -> Any:  # noqa: ANN401  # stands for the warm object
        made.append(Warm(folder))
        return made[-1]

    return Lane(make, clock)


def change(folder: Path, name: str) -> None:
    (folder / "rosters" / "a-list").mkdir(parents=True, exist_ok=True)
    (folder / "rosters" / "a-list" / f"{name}.roster").write_bytes(b"x")


def test_work_is_done_one_at_a_time_in_one_thread(tmp_path: Path) -> None:
    inside = []

    def work(_: object) -> str:
        inside.append(threading.current_thread().name)
        return inside[-1]

    async def run() -> list[str]:
        lane = lane_over(tmp_path, Clock(), [])
        await lane.start()
        found = await asyncio.gather(*(lane.ask(work) for _ in range(20)))
        lane.stop()
        return found

    assert len(set(asyncio.run(run()))) == 1


def test_a_long_piece_of_work_lets_others_in_between_its_steps(tmp_path: Path) -> None:
    done: list[str] = []

    def long(_: object) -> Generator[None, None, str]:
        for step in range(4):
            done.append(f"step {step}")
            yield
        return "long"

    async def run() -> tuple[str, None]:
        lane = lane_over(tmp_path, Clock(), [])
        await lane.start()
        found = await asyncio.gather(lane.drive(long), lane.ask(lambda _: done.append("short")))
        lane.stop()
        return found

    assert asyncio.run(run())[0] == "long"
    assert 0 < done.index("short") < len(done) - 1


def test_an_error_of_the_work_is_the_callers(tmp_path: Path) -> None:
    def failing(_: object) -> None:
        raise KeyError

    async def run() -> None:
        lane = lane_over(tmp_path, Clock(), [])
        await lane.start()
        with pytest.raises(KeyError):
            await lane.ask(failing)
        assert await lane.ask(lambda _: 1) == 1
        lane.stop()

    asyncio.run(run())


def test_lists_that_change_are_read_anew_and_others_are_not(tmp_path: Path) -> None:
    clock, made = Clock(), list[Any]()

    async def settled(lane: Lane) -> int:
        clock.now += LOOKS_EVERY
        await lane.ask(lambda _: None)  # sees that it is time to look
        await asyncio.get_running_loop().run_in_executor(lane._loading, lambda: None)  # noqa: SLF001  # until it has looked
        await asyncio.sleep(0)
        return len(made)

    async def run() -> list[int]:
        lane = lane_over(tmp_path, clock, made)
        await lane.start()
        found = [await settled(lane)]
        change(tmp_path, "2026-01-01")
        await lane.ask(lambda _: None)  # too soon to look again
        found += [len(made), await settled(lane), await settled(lane)]
        assert lane.answering is made[-1]
        lane.stop()
        return found

    assert asyncio.run(run()) == [1, 1, 2, 2]


def test_damaged_lists_leave_those_that_are_answered_by(tmp_path: Path) -> None:
    clock, made = Clock(), list[Any]()
    damaged = ListMissing("Damaged.", remedy="Import it again.")

    def make() -> Any:  # noqa: ANN401  # stands for the warm object
        if made:
            raise damaged
        made.append(Warm(tmp_path))
        return made[0]

    async def run() -> PenstockError | None:
        lane = Lane(make, clock)
        await lane.start()
        change(tmp_path, "2026-01-01")
        clock.now += LOOKS_EVERY
        await lane.ask(lambda _: None)
        await asyncio.get_running_loop().run_in_executor(lane._loading, lambda: None)  # noqa: SLF001  # until it has looked
        assert await lane.ask(lambda answering: answering) is made[0]
        lane.stop()
        return lane.trouble

    assert asyncio.run(run()) is damaged


def test_what_was_never_made_is_not_ready(tmp_path: Path) -> None:
    lane = lane_over(tmp_path, Clock(), [])
    with pytest.raises(Problem) as caught:
        _ = lane.answering
    assert caught.value.status_code == 503
    lane.stop()


def test_what_needs_no_turn_is_done_apart(tmp_path: Path) -> None:
    where: list[str] = []

    def long(_: object) -> Generator[Callable[[], object] | None, None, str]:
        yield lambda: where.append(threading.current_thread().name)
        where.append(threading.current_thread().name)
        return "done"

    async def run() -> str:
        lane = lane_over(tmp_path, Clock(), [])
        await lane.start()
        found = await lane.drive(long)
        lane.stop()
        return found

    assert asyncio.run(run()) == "done"
    assert where[0].startswith("apart")
    assert where[1].startswith("judging")
