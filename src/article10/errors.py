"""The errors a user can meet. The command line prints each in one line and exits with 2."""


class Article10Error(Exception):
    """Something a user can mend."""


class DataError(Article10Error):
    """A data file breaks a rule; ``file``, ``row``, ``column`` and ``rule`` say which and where."""

    def __init__(self, file, row=None, column=None, rule=""):
        self.file, self.row, self.column, self.rule = str(file), row, column, rule
        place = [self.file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {rule}")


class QuestionError(Article10Error):
    """A question file breaks a rule; ``file``, ``question``, ``field`` and ``rule`` say where."""

    def __init__(self, file, question=None, field=None, rule=""):
        self.file, self.question, self.field, self.rule = str(file), question, field, rule
        place = [self.file]
        if question is not None:
            place.append(f"question {question}")
        if field is not None:
            place.append(f"field {field}")
        super().__init__(f"{', '.join(place)}: {rule}")


class UnknownTableError(Article10Error):
    """No table of that name."""


class UnknownSourceError(Article10Error):
    """No source of that key in ``references.bib``."""


class FrameError(Article10Error, ValueError):
    """A widget was given something other than a frame with the columns it needs."""


class UnknownUnitError(Article10Error):
    """No exercise unit of that name."""

    def __init__(self, name, close):
        super().__init__(f"there is no exercise unit {name!r}; there is {', '.join(close)}")


class ExerciseError(Article10Error):
    """An exercise notebook breaks a rule."""
