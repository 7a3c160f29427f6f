"""Which Python packages the in-browser kernel gets, in which version and from where.

Versions come from Pyodide's lock file where it has the package, else from the environment
that builds the site, so that a widget's Python and its front end match.
"""

from __future__ import annotations

import importlib.metadata
import tomllib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from article10.lite.errors import LiteError

#: Fetched while the kernel starts, all at once: an index is never asked for them.
KERNEL = ("micropip", "piplite", "pyodide-kernel", "ipykernel", "comm", "ipython", "jedi")
MODULE = "article10"
#: Fetched when a notebook's own cell imports them: big, and not needed to start.
ON_IMPORT = ("pandas",)

LEFT_OUT = {
    "jupyterlab-widgets": "front end, served by the site",
    "widgetsnbextension": "front end, served by the site",
    "pyyaml": "compiled; only questions and bibliographies in YAML want it",
}

#: Needed though not declared: plotly refuses to show a figure in a notebook without nbformat.
UNDECLARED = {"plotly": ("nbformat",)}

#: Releases without compiled code, instead of the ones in Pyodide's lock file.
WITHOUT_COMPILED_CODE = {
    "jsonschema": ("4.17.3", ("attrs", "pyrsistent")),
    "pyrsistent": ("0.20.0", ()),
}


@dataclass(frozen=True)
class Package:
    """A package for the browser; ``compiled`` ones exist in Pyodide's distribution only."""

    name: str
    version: str
    depends: tuple[str, ...]
    compiled: bool = False

    @property
    def pin(self) -> str:
        return f"{self.name}=={self.version}"


def plan(
    lock: dict,
    own: Iterable[Package],
    installed: Callable[[str, dict], Package] | None = None,
) -> dict[str, Package]:
    """Every package needed, by name, from the roots down.

    ``lock`` is Pyodide's lock file; ``own`` are the packages whose wheel is at hand (the
    module itself and the parts of the kernel); ``installed`` looks up the rest.
    """
    installed = installed or installed_package
    held = {package.name: package for package in own}
    found: dict[str, Package] = {}
    queue = deque([*KERNEL, MODULE, *ON_IMPORT])
    while queue:
        name = queue.popleft()
        if name in found or name in LEFT_OUT:
            continue
        if name in held:
            package = held[name]
        elif name in WITHOUT_COMPILED_CODE:
            package = Package(name, *WITHOUT_COMPILED_CODE[name])
        elif name in lock["packages"]:
            package = _locked(lock["packages"][name])
        else:
            package = installed(name, markers(lock))
        package = replace(package, depends=package.depends + UNDECLARED.get(name, ()))
        found[name] = package
        queue.extend(package.depends)
    return found


def _locked(entry: dict) -> Package:
    return Package(
        canonicalize_name(entry["name"]),
        entry["version"],
        tuple(canonicalize_name(name) for name in entry["depends"]),
        compiled=not entry["file_name"].endswith("-none-any.whl"),
    )


def installed_package(name: str, environment: dict) -> Package:
    """The package as this environment has it."""
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        raise LiteError(
            f"the in-browser kernel needs the Python package {name}, which is not installed: "
            "install the module's book extra and run the command again"
        ) from None
    return Package(name, version, requirements(importlib.metadata.requires(name), environment))


def module(root: Path, environment: dict) -> Package:
    """What the module's own wheel will state."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = requirements(project["dependencies"], environment)
    return Package(project["name"], project["version"], needs)


def requirements(requires: Iterable[str] | None, environment: dict) -> tuple[str, ...]:
    """Names that hold in the browser, of the ``Requires-Dist`` lines of a wheel."""
    parsed = [Requirement(line) for line in requires or ()]
    return tuple(
        canonicalize_name(need.name)
        for need in parsed
        if need.marker is None or need.marker.evaluate(environment)
    )


def markers(lock: dict) -> dict[str, str]:
    """The environment of Pyodide, for the markers of PEP 508."""
    python = lock["info"]["python"]
    return {
        "extra": "",
        "implementation_name": "cpython",
        "implementation_version": python,
        "os_name": "posix",
        "platform_machine": lock["info"]["arch"],
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Emscripten",
        "platform_version": "",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "emscripten",
    }
