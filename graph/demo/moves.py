"""Who left whom for whom: people who change their employer take their ties with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.fact import Stated
from domain.person import EmployedAt, PersonDescribed

if TYPE_CHECKING:
    from graph.demo.cast import Cast
    from graph.demo.script import Script

_MOVERS = 24


def change_employers(script: Script, cast: Cast) -> None:
    """Let two dozen people, none of them heads, move on in the last half year; every third to nowhere we know."""
    choices = script.choices("moves")
    for number, account in enumerate(choices.sample(cast.accounts, _MOVERS)):
        person = choices.choice([p for p in account.people[1:] if p.left is None])
        at = script.at(choices.randrange(10, 180))
        person.left = at
        # Word of it came late for some.
        recorded = at + timedelta(days=choices.randrange(0, 9))
        if number % 3 == 0:
            script.say(at, account.owner, "changeEmployment", EmployedAt(person.id, None), recorded=recorded)
            continue
        others = [a for a in cast.accounts if a is not account and a.chinese == account.chinese and a.ago > 300]
        new = choices.choice(others)
        title = "顾问" if new.chinese else "Advisor"
        script.say(
            at,
            new.owner,
            "changeEmployment",
            Stated(EmployedAt(person.id, new.id, title), at),
            Stated(PersonDescribed(person.id, title=title), at),
            recorded=recorded,
        )
