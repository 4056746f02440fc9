"""A view with nothing in it."""

from riwaya.export.view import Selection
from riwaya.model.finding import Findings

NOTHING = Selection((), Findings(events=(), statements=(), contradictions=(), control=(), areas=(), sources=()))
