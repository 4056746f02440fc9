"""How well the engine reads: figures against gold records, and floors below which they may not fall."""

from riwaya.quality.gold import Gold, gold_article, read_gold
from riwaya.quality.score import Scores, score

__all__ = ["Gold", "Scores", "gold_article", "read_gold", "score"]
