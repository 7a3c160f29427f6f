"""Finds the checks of a unit by the unit's name."""

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

from ..errors import UnknownUnitError
from .questions import Checker, Unit


def unit(name: str) -> Unit:
    """The questions of the unit ``name``, such as ``"public-opinion"``.

    Raises UnknownUnitError when there is no such unit.
    """
    package = __package__ or ""
    try:
        return import_module(f".{name.replace('-', '_')}", package).UNIT
    except (ModuleNotFoundError, AttributeError):
        known = _units(package)
        raise UnknownUnitError(name, get_close_matches(name, known) or known) from None


def start(name: str) -> Checker:
    """A fresh ``check`` for one run of a notebook of the unit ``name``."""
    return Checker(unit(name))


def _units(package: str) -> list[str]:
    modules = (
        import_module(f"{package}.{module.name}")
        for module in iter_modules(import_module(package).__path__)
    )
    return sorted(module.UNIT.name for module in modules if hasattr(module, "UNIT"))
