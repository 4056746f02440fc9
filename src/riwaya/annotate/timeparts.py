"""What a time rule's value is worked out from: the parts it matched and what is known around them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from riwaya.annotate.numbers import Number
from riwaya.annotate.timesigns import Around
from riwaya.annotate.timevalues import Value
from riwaya.rules.wordclass import Coded, Reading, WordTable


class Context(Struct, frozen=True):
    """What surrounds an expression.

    `published` is the publication day; `anchor` the day of the last mention that is one day, `previous` the
    last mention; `around` the words around it, which are read only where they count.
    """

    published: date
    anchor: date | None
    previous: Value | None
    around: Around

    @property
    def future(self) -> bool:
        """Whether the clause speaks of what is to come."""
        return self.around.future

    @property
    def deadline(self) -> bool:
        """Whether the words before set a time limit."""
        return self.around.deadline

    @property
    def of_event(self) -> bool:
        """Whether an event follows that the distance counts from."""
        return self.around.of_event

    @property
    def story(self) -> date:
        """The day that the following, same or previous year of the story counts from."""
        return (self.previous.start or self.near) if self.previous else self.near

    @property
    def near(self) -> date:
        """The day that relative expressions of the story count from."""
        return self.anchor or self.published


class Parts(Struct, frozen=True):
    """The parts of a match by role, each as tokens `[first, last)`."""

    coded: Coded
    table: WordTable
    numbers: Mapping[int, Number]
    roles: Mapping[str, tuple[int, int]]

    def has(self, *roles: str) -> bool:
        """Whether one of the roles was matched."""
        return not self.roles.keys().isdisjoint(roles)

    def reading(self, role: str, key: str) -> Reading | None:
        """The first reading within a part that has a cell `key`."""
        first, last = self.roles.get(role, (0, 0))
        for i in range(first, last):
            for reading in self.table.readings(self.coded, i):
                if reading.get(key):
                    return reading
        return None

    def cell(self, role: str, key: str) -> str:
        """A cell of the part's word, or the empty string."""
        reading = self.reading(role, key)
        return reading.get(key) if reading else ""

    def number(self, role: str) -> float | None:
        """The value of a number or an ordinal within a part; None where there is none or it is vague."""
        first, last = self.roles.get(role, (0, 0))
        for i in range(first, last):
            if i in self.numbers:
                return self.numbers[i].value
            reading = self.table.reading(self.coded, i, "ordinal", "hour", "number_def", "one")
            if reading:
                return int(reading.get("value"))
        return None

    def whole(self, role: str) -> int:
        """The number of a part as an integer; 0 where there is none."""
        return int(self.number(role) or 0)

    def count(self) -> float | None:
        """How many units: the number said, one or two by the form of the unit, None when vague."""
        half = self.number("half") or 0
        if self.has("n"):
            number = self.number("n")
            return None if number is None else number + half
        if self.has("vague"):
            return None
        one_or_two = self.cell("u", "count")
        return int(one_or_two) + half if one_or_two else None

    def unit(self, role: str = "u") -> str:
        """The code of the unit of time."""
        return self.cell(role, "unit")
