"""Months written as "2027-01", for plans, phases and reviews."""


def count(month: str) -> int:
    """The number of a month, by which months can be added and compared."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month(count: int) -> str:
    """The month of that number."""
    return f"{count // 12}-{count % 12 + 1:02}"


def later(start: str, by: int) -> str:
    """The month ``by`` months after ``start``."""
    return month(count(start) + by)
