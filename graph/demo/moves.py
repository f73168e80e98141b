"""Who left whom for whom: people who change their employer take their ties with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.fact import Stated
from domain.person import EmployedAt, PersonDescribed

if TYPE_CHECKING:
    from datetime import datetime

    from graph.demo.cast import Account, Cast, Person
    from graph.demo.script import Script

_MOVERS = 24


def change_employers(script: Script, cast: Cast) -> None:
    """Let two dozen people, none of them heads, move on in the last half year; every third to nowhere we know."""
    choices = script.choices("moves")
    for number, account in enumerate(choices.sample(cast.accounts, _MOVERS)):
        person = choices.choice([p for p in account.people[1:] if p.left is None])
        at = script.at(choices.randrange(10, 180))
        # Word of it came late for some.
        recorded = at + timedelta(days=choices.randrange(0, 9))
        if number % 3 == 0:
            person.left = at
            script.say(at, account.owner, "changeEmployment", EmployedAt(person.id, None), recorded=recorded)
            continue
        others = [a for a in cast.accounts if a is not account and a.chinese == account.chinese and a.ago > 300]
        move(script, person, choices.choice(others), at, recorded)


def move(script: Script, person: Person, to: Account, at: datetime, recorded: datetime | None = None) -> None:
    """Let somebody work at another account from a moment on; its owner writes it down."""
    person.left = at
    title = "顾问" if to.chinese else "Advisor"
    script.say(
        at,
        to.owner,
        "changeEmployment",
        Stated(EmployedAt(person.id, to.id, title), at),
        Stated(PersonDescribed(person.id, title=title), at),
        recorded=recorded,
    )
