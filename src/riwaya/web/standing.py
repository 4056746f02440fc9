"""What people decided, worked out once for all pages until something is added to the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from riwaya.model.judgement import Judgement
from riwaya.review import State, state
from riwaya.store.base import Store


def standing_of(store: Store) -> State:
    """What stands after all judgements of a record. Raises StoreError."""
    return _made(store.judgements, store.head())


@lru_cache(maxsize=2)
def _made(judgements: Callable[[], Iterator[Judgement]], head: str) -> State:
    """The same for the same record and the same end of its audit chain."""
    del head
    return state(judgements())
