"""Slow truth of BM25: scores of each article for a query, both as dicts of term -> count."""

import math


def scores(articles, query, k1, b):
    n = len(articles)
    average = sum(sum(article.values()) for article in articles) / n
    found = []
    for article in articles:
        score = 0.0
        for term, wanted in query.items():
            with_it = sum(term in other for other in articles)
            idf = math.log(1 + (n - with_it + 0.5) / (with_it + 0.5))
            tf = article.get(term, 0)
            if tf:
                score += wanted * idf * tf / (tf + k1 * (1 - b + b * sum(article.values()) / average))
        found.append(score)
    return found
