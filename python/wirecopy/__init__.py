"""wirecopy finds which news articles are copies of which, and shows the passages that prove it.

>>> import wirecopy as wc
>>> copies = wc.find_copies("articles.jsonl")  # doctest: +SKIP
>>> copies.clusters.to_pandas()                # doctest: +SKIP
>>> copies.to_html("copies.html")              # doctest: +SKIP
"""

from wirecopy._core import version as __version__
from wirecopy.bm25 import Bm25Transformer
from wirecopy.cleaning import Cleaned, LabelledSpan, clean, clean_all
from wirecopy.clusters import cluster_pairs
from wirecopy.compare import Explanation, compare
from wirecopy.errors import TextError
from wirecopy.evaluation import Evaluation, Score, evaluate
from wirecopy.find import find_copies
from wirecopy.fracminhash import ContainmentPairs, FracMinHash, Samples
from wirecopy.hashing import HashingVectorizer
from wirecopy.html import read_html
from wirecopy.joins import (
    Nearest,
    ShinglePairs,
    SimilarPairs,
    nearest,
    shingle_join,
    similarity_join,
    similarity_join_batches,
    write_pairs,
)
from wirecopy.minhash import MinHash, Signature
from wirecopy.minhash_index import MinHashIndex
from wirecopy.neighbors import NearestArticles, similarity_graph
from wirecopy.passages import Passage, align
from wirecopy.reprints import make_reprints
from wirecopy.results import Copies
from wirecopy.retelling import Retelling, RetoldSentences
from wirecopy.table import Table
from wirecopy.tfidf import TfidfTransformer, TfidfVectorizer
from wirecopy.threshold import Threshold, suggest_threshold
from wirecopy.tokens import Token, sentence_boundaries, sentences, tokenize, word_boundaries
from wirecopy.tree import Tree, transmission_tree
from wirecopy.vectorize import CountVectorizer
from wirecopy.vectors import ArticleVectors

__all__ = [
    "ArticleVectors",
    "Bm25Transformer",
    "Cleaned",
    "ContainmentPairs",
    "Copies",
    "CountVectorizer",
    "Evaluation",
    "Explanation",
    "FracMinHash",
    "HashingVectorizer",
    "LabelledSpan",
    "MinHash",
    "MinHashIndex",
    "Nearest",
    "NearestArticles",
    "Passage",
    "Retelling",
    "RetoldSentences",
    "Samples",
    "Score",
    "ShinglePairs",
    "Signature",
    "SimilarPairs",
    "Table",
    "TextError",
    "TfidfTransformer",
    "TfidfVectorizer",
    "Threshold",
    "Token",
    "Tree",
    "__version__",
    "align",
    "clean",
    "clean_all",
    "cluster_pairs",
    "compare",
    "evaluate",
    "find_copies",
    "make_reprints",
    "nearest",
    "read_html",
    "sentence_boundaries",
    "sentences",
    "shingle_join",
    "similarity_graph",
    "similarity_join",
    "similarity_join_batches",
    "suggest_threshold",
    "tokenize",
    "transmission_tree",
    "word_boundaries",
    "write_pairs",
]
