"""Steps in cases of every kind: most as the table has them, some worked out by the law before they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from penstock import __version__
from penstock.cases.notifications import REPLIES, subject_of
from penstock.desk.case_opening import day_in
from penstock.kernel.errors import UsageError
from penstock.store.leads import Leads
from penstock.store.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.cases.extracts import Extract
    from penstock.desk.actors import Actor
    from penstock.desk.answering import Answering
    from penstock.desk.cases import CaseDesk
    from penstock.store.cases import Case

OF_THE_TESTS = frozenset({"pass_precheck", "stop"})
"""Steps of a lead that only the tests take."""

_RESULTS = dict(REPLIES.values())


def taken(  # noqa: PLR0913, PLR0917  # a step of a case by somebody
    desk: CaseDesk, answering: Answering, actor: Actor, case: Case, step: str, version: int, said: dict[str, Any]
) -> Case:
    """Take a step in a case.

    Args:
        desk: The cases.
        answering: The law and the lists.
        actor: Who takes it.
        case: The case as it was found.
        step: One of the table of its kind.
        version: The version that was looked at.
        said: What is said with it, plain JSON.

    Raises:
        UsageError: The step is none of this state, or says what cannot be.
        NotAllowed, Problem: The role is too low, or another person has to.
        Conflict: Somebody else took a step since.
    """
    desk.refuse_role(actor, case, step)
    desk.refuse_late(actor, case, step, version)
    if case.kind == "lead" and step in OF_THE_TESTS:
        message = f"{step!r} is taken by the tests before sending and by nobody else."
        raise UsageError(message, remedy="Put the lead to the tests.")
    if case.kind == "notification":
        return _of_notice(desk, answering, actor, case, step, version, said)
    if case.kind == "inspection" and step == "correct":
        said = _with_next(said)
    return desk.take(actor, case, step, version, said)


def _of_notice(  # noqa: PLR0913, PLR0917  # as above
    desk: CaseDesk, answering: Answering, actor: Actor, case: Case, step: str, version: int, said: dict[str, Any]
) -> Case:
    notices = Notices(desk.store, answering.register)
    note = str(said.get("note") or "")
    if step == "send":
        return notices.send(actor.name, case.id, day_in(said, "sent_on"), note).case
    if step == "receive":
        return notices.receive(actor.name, case.id, day_in(said, "received_on"), note).case
    if step in {"ship", "ship_on_silence"}:
        return notices.ship(actor.name, case.id, day_in(said, "shipped_on"), note).case
    if step in _RESULTS:
        _refuse_other_result(step, said)
    if step == "edit" and "substance" in said:
        said = said | {"subject": subject_of(answering.register, str(said["substance"] or ""))}
    return desk.take(actor, case, step, version, said)


def _refuse_other_result(step: str, said: dict[str, Any]) -> None:
    """See that a reply says what its step does.

    Raises:
        UsageError: It says something else.
    """
    told = said.get("replies")
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and one.setdefault("result", _RESULTS[step]) != _RESULTS[step]:
            message = f"The reply says {one['result']!r}, and the step {step!r} is for {_RESULTS[step]!r}."
            raise UsageError(message, remedy="Take the step of the reply's result.")


def _with_next(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a correction says with the day the next one is due, where it says none."""
    findings = said.get("findings")
    left = [
        str(one["correct_by"])
        for one in (findings if isinstance(findings, list) else ())
        if isinstance(one, dict) and one.get("correct_by") and not one.get("corrected_on")
    ]
    return {
        **({"due": min(left)} if left else {}),
        **{name: value for name, value in said.items() if value is not None},
    }


def tested(  # noqa: PLR0913, PLR0917  # as above
    desk: CaseDesk, answering: Answering, actor: Actor, case: Case, version: int, extracts: Sequence[Extract]
) -> Case:
    """Put a lead to the tests before sending.

    Raises:
        UsageError: It was sent already.
        Problem: The role is too low.
        Conflict: Somebody else took a step since.
    """
    desk.refuse_role(actor, case, "pass_precheck")
    desk.refuse_late(actor, case, "pass_precheck", version)
    return Leads(desk.store).test(
        actor.name,
        case.id,
        answering.register,
        desk.today(),
        engine=__version__,
        extracts=extracts,
        imported=answering.imported,
    )
