"""The Net Promoter question: what may be scored, and which wording was shown.

The words themselves are in the texts, in each language. Here is only their number: answers to
different wordings must never be mixed in one trend, so every answer keeps the version it was
given to. Naming another subject («нашу стоматологию» for «наш продукт») is no new wording; any
other change to the question or to its scale is, and raises this number.
"""

WORDING_VERSION = 1

SCORES = range(11)
