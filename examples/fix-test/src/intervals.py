"""Closed intervals of whole numbers, as pairs (first, last)."""


def merge(intervals):
    """The same numbers in as few intervals as can be, in order: those that overlap or touch become one."""
    merged = []
    for first, last in sorted(intervals):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def total(intervals):
    """How many numbers they hold together."""
    return sum(last - first + 1 for first, last in merge(intervals))
