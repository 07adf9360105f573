"""Templates of Django, written in half the time: compiled by Django, then each node by a quicker way to the same text.

What is the same each time (a word in a language, an icon, the address of an asset) is kept once it is written; what is
shown of a value is looked up by the shortest way. Nothing that a page shows of people or money is kept.
"""
