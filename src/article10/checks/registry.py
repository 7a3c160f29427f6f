"""Finds the checks of a unit by the unit's name."""

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

from ..errors import UnknownUnitError
from .checker import Checker
from .missing import explain_missing
from .questions import Unit


def unit(name: str) -> Unit:
    """The questions of the unit ``name``, such as ``"public-opinion"``.

    Raises UnknownUnitError when there is no such unit.
    """
    package = __package__ or ""
    module = f".{name.replace('-', '_')}"
    try:
        return import_module(module, package).UNIT
    except (ModuleNotFoundError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and error.name != package + module:
            raise  # the unit is there, and something that it imports is not
        known = _units(package)
        raise UnknownUnitError(name, get_close_matches(name, known) or known) from None


def start(name: str, variant: int = 0) -> Checker:
    """A fresh ``check`` for one run of a notebook of the unit ``name``.

    The notebook's first cell calls it. That cell is locked, so that nbgrader
    grades by the ``variant`` that the instructor released.
    """
    explain_missing()
    return Checker(unit(name), variant)


def _units(package: str) -> list[str]:
    modules = (
        import_module(f"{package}.{module.name}")
        for module in iter_modules(import_module(package).__path__)
    )
    return sorted(module.UNIT.name for module in modules if hasattr(module, "UNIT"))
