"""Numbers that a chapter quotes: taken from a table, shown in the text by MyST-NB glue."""

import math


def one(table, **where):
    """Return the one row (a Series) of ``table`` that has every value named in ``where``.

    A date is given as the text with which it starts (``date_fielded="2022-05"``), a source as one
    of its ids where a row has several. Raises ``LookupError`` when no row or more than one row
    fits, so that a later row can never change a sentence unseen.
    """
    rows = table
    for column, value in where.items():
        cells = rows[column].astype("string").fillna("")
        if column == "date_fielded":
            fits = cells.str.startswith(value)
        elif column == "source_id":
            fits = (";" + cells + ";").str.contains(f";{value};", regex=False)
        else:
            fits = cells == str(value)
        rows = rows[fits]
    if len(rows) != 1:
        raise LookupError(f"{len(rows)} rows fit {where}; a quoted number needs exactly one")
    return rows.iloc[0]


def quote(table, **wanted):
    """Keep percentages of ``table`` for the text: each name goes with the values that find its row.

    ``quote(polls, support={"country": "Finland", "date_fielded": "2022-05"})`` keeps one number
    for ``{glue:text}`support:.0f```. Raises as :func:`one` does.
    """
    keep(**{name: one(table, **where)["percent"] for name, where in wanted.items()})


def keep(**numbers):
    """Keep ``numbers`` under their names for ``{glue:text}`` roles; none may be missing or endless.

    They are kept as plain Python numbers: a NumPy scalar prints as ``np.float64(1.0)``, which a
    format such as ``:.1f`` cannot read.
    """
    from myst_nb import glue

    for name, number in numbers.items():
        if not math.isfinite(number):
            raise ValueError(f"{name} is {number}; a quoted number must be finite")
        glue(name, int(number) if float(number).is_integer() else float(number), display=False)
