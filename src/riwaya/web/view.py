"""What the templates of findings have in common: words, paths, what is covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from riwaya.web.actors import Actors
from riwaya.web.eventview import Circle
from riwaya.web.language import Language
from riwaya.web.settings import Settings

_UNNAMED, _HELD = "unnamed:", "held by "
_PREFIXES = ("actor:", "outlet:", "name:", "text:")
MAP_WORDS = ("zoom_in", "zoom_out", "tiles")


@dataclass(frozen=True)
class View:
    """The language of a page and what follows from it, handed to macros."""

    language: Language
    settings: Settings
    actors: Actors

    @property
    def path(self) -> str:
        """The beginning of all addresses in this language."""
        return f"/{self.language.code}"

    @property
    def map_words(self) -> dict[str, str]:
        """The words on a map's controls."""
        return {key: self.language.say(f"map.{key}") for key in MAP_WORDS}

    def t(self, key: str, **values: object) -> str:
        """The words of a key."""
        return self.language.say(key, **values)

    def name(self, kind: str, value: str | None) -> str:
        """The word for a code of the record."""
        return self.language.name(kind, value)

    def actor(self, id: str) -> str:
        """The name of a known actor, else its id."""
        facts = self.actors.get(id)
        return self.language.choose(facts.name_ar, facts.name_en) if facts else id

    def voice(self, key: str) -> str:
        """The name in the key of a source or a holder: a known actor's, an outlet's, or words."""
        if key.startswith(_UNNAMED):
            return f"{self.t('voice.unnamed')} ({self.voice(key.removeprefix(_UNNAMED))})"
        for prefix in _PREFIXES:
            key = key.removeprefix(prefix)
        return self.actor(key)

    def says(self, kind: str, said: str) -> str:
        """What one side of a contradiction says, in words of the language."""
        if kind == "denial":
            return self.name("stance", said)
        if kind == "holders":
            return self.t("says.held_by", who=self.voice(said.removeprefix(_HELD)))
        role, _, number = said.partition(" ")
        return f"{self.name('series', role)}: {number}" if kind == "numbers" else said.replace("..", " \u2013 ")

    def covers(self, types: Iterable[str]) -> bool:
        """Whether words of these event types are covered until asked for."""
        return any(type in self.settings.covered for type in types)


def circles_of(circles: Iterable[Circle], language: Language) -> list[dict[str, Any]]:
    """Circles as the small map takes them."""
    return [
        {
            "lat": circle.lat,
            "lon": circle.lon,
            "radius_km": circle.radius_km,
            "label": f"{language.choose(circle.ar, circle.en)} \u00b1{circle.radius_km:g} km",
        }
        for circle in circles
    ]
