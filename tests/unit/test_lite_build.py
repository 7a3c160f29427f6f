"""The build of the in-browser kernel, piece by piece, with small wheels made here."""

import hashlib
import json
import subprocess
import zipfile

import nbformat
import pytest

from article10 import cli
from article10.errors import Article10Error
from article10.lite import build as lite
from article10.lite import (
    distribution,
    lock,
    notebooks,
    packages,
    pages,
    sources,
    wheelfile,
    wheels,
)
from article10.lite.packages import Package


def make_wheel(folder, name, version="1.0", files=(), requires=(), tag="py3-none-any"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    metadata = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {r}" for r in requires)]
    content = {f"{name}/__init__.py": "", **dict(files), f"{info}/METADATA": "\n".join(metadata)}
    record = "".join(f"{file},,\n" for file in content)
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in {**content, f"{info}/RECORD": record}.items():
            archive.writestr(file, text)
    return path


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def dist(tmp_path):
    """A small copy of Pyodide's distribution, with the two wheels that are compiled."""
    folder = tmp_path / "dist"
    for name in ("numpy", "pandas"):
        make_wheel(folder, name, tag="cp314-cp314-wasm32")
    return folder


@pytest.fixture
def pyodide_lock(dist):
    def entry(name, file_name, depends=(), hash_=""):
        return {
            "name": name,
            "version": "1.0",
            "file_name": file_name,
            "depends": list(depends),
            "imports": [name],
            "install_dir": "site",
            "package_type": "package",
            "sha256": hash_,
            "unvendored_tests": False,
        }

    compiled = {n: f"{n}-1.0-cp314-cp314-wasm32.whl" for n in ("numpy", "pandas")}
    entries = [
        entry("numpy", compiled["numpy"], hash_=sha256(dist / compiled["numpy"])),
        entry("pandas", compiled["pandas"], ["numpy", "six"], sha256(dist / compiled["pandas"])),
        entry("scipy", "scipy-1.0-cp314-cp314-wasm32.whl", ["numpy"], "0" * 64),
        *(
            entry(name, f"{name}-1.0-py3-none-any.whl", hash_="0" * 64)
            for name in ("six", "micropip", "ipython", "jedi", "comm")
        ),
    ]
    info = {"python": "3.14.2", "arch": "wasm32"}
    return {"info": info, "packages": {e["name"]: e for e in entries}}


@pytest.fixture
def plan(pyodide_lock):
    own = [
        Package("article10", "3.0", ("pandas", "plotly")),
        *(Package(name, "1.0", ("ipython",)) for name in ("piplite", "pyodide-kernel")),
        Package("ipykernel", "1.0", ("pyodide-kernel",)),
    ]
    installed = {
        "plotly": Package("plotly", "7.0", ("six",)),
        "nbformat": Package("nbformat", "5.0", ("jsonschema",)),
        "attrs": Package("attrs", "26.0", ()),
    }
    return packages.plan(pyodide_lock, own, lambda name, _: installed[name])


@pytest.fixture
def served(plan, tmp_path):
    """Wheels for the pure packages of the plan."""
    return {
        name: make_wheel(tmp_path / "served", name.replace("-", "_"), package.version)
        for name, package in plan.items()
        if not package.compiled
    }


def found(pyodide_lock, cache, local=None, fetch=None):
    entries = [pyodide_lock["packages"][name] for name in ("numpy", "pandas")]
    local = str(local) if local else None
    return distribution.find("9.9", entries, cache, local, fetch)


def unreachable(url, timeout):
    raise OSError("no route to host")


# Which packages


def test_the_plan_holds_what_the_module_needs_and_nothing_else(plan):
    assert {"article10", "plotly", "pandas", "numpy", "six", "ipython"} <= plan.keys()
    assert "scipy" not in plan
    assert {name for name, package in plan.items() if package.compiled} == {"numpy", "pandas"}


def test_figures_get_nbformat_without_compiled_packages(plan):
    assert plan["jsonschema"].version.startswith("4.17")
    assert {"nbformat", "pyrsistent", "attrs"} <= plan.keys()
    assert not plan["pyrsistent"].compiled


def test_requirements_follow_the_markers_of_the_browser(pyodide_lock):
    lines = [
        "Mini_Racer>=1; sys_platform != 'emscripten'",
        "tomli; python_version < '3.12'",
        "yaml; extra == 'yaml'",
        "Narwhals>=1",
    ]
    assert packages.requirements(lines, packages.markers(pyodide_lock)) == ("narwhals",)


def test_a_package_that_is_not_installed_is_named(pyodide_lock):
    with pytest.raises(Article10Error, match="no-such-package, which is not installed"):
        packages.installed_package("no-such-package", packages.markers(pyodide_lock))


# The lock file


def test_the_lock_file_names_exactly_what_is_served(pyodide_lock, plan, served, dist, tmp_path):
    new = lock.rewrite(pyodide_lock, plan, served, found(pyodide_lock, tmp_path, dist))
    entries = new["packages"]
    assert entries.keys() == plan.keys()
    assert new["info"] == pyodide_lock["info"]
    for name, wheel in served.items():
        assert entries[name]["sha256"] == sha256(wheel)
        assert entries[name]["file_name"] == wheel.name
    for entry in entries.values():
        assert set(entry["depends"]) <= entries.keys()


def test_importing_the_module_loads_it_without_pandas(pyodide_lock, plan, served, dist, tmp_path):
    entries = lock.rewrite(pyodide_lock, plan, served, found(pyodide_lock, tmp_path, dist))
    entry = entries["packages"]["article10"]
    assert entry["imports"] == ["article10"]
    assert entry["depends"] == ["plotly"]
    assert entries["packages"]["pandas"]["imports"] == ["pandas"]


# numpy and pandas


@pytest.mark.parametrize("unpacked", [False, True], ids=["folder", "release archive"])
def test_a_local_distribution_is_mirrored(pyodide_lock, plan, served, dist, tmp_path, unpacked):
    if unpacked:
        (tmp_path / "release").mkdir()
        dist = dist.rename(tmp_path / "release" / "pyodide")
        (dist / "pyodide-lock.json").write_text("{}")
        dist = dist.parent
    source = found(pyodide_lock, tmp_path / "cache", dist, unreachable)
    entries = [pyodide_lock["packages"][name] for name in ("numpy", "pandas")]
    site = tmp_path / "site"
    site.mkdir()
    distribution.copy(source, entries, site)
    new = lock.rewrite(pyodide_lock, plan, served, source)["packages"]
    for entry in entries:
        assert new[entry["name"]]["file_name"] == entry["file_name"]
        assert sha256(site / entry["file_name"]) == new[entry["name"]]["sha256"]
    assert "copied into the site" in source.note


def test_a_changed_wheel_is_refused(pyodide_lock, dist, tmp_path):
    wheel = dist / pyodide_lock["packages"]["pandas"]["file_name"]
    wheel.write_bytes(wheel.read_bytes() + b"?")
    with pytest.raises(Article10Error, match=f"PYODIDE_DIST: {wheel.name} is not the file"):
        found(pyodide_lock, tmp_path, dist)


def test_a_missing_wheel_is_named(pyodide_lock, dist, tmp_path):
    wheel = dist / pyodide_lock["packages"]["numpy"]["file_name"]
    wheel.unlink()
    with pytest.raises(Article10Error, match=rf"PYODIDE_DIST: \S+{wheel.name} is missing"):
        found(pyodide_lock, tmp_path, dist)


def test_a_distribution_that_is_no_folder_is_named(pyodide_lock, tmp_path):
    with pytest.raises(Article10Error, match="nowhere is not a folder"):
        found(pyodide_lock, tmp_path, tmp_path / "nowhere")


def test_out_of_reach_the_browser_fetches_from_the_pinned_address(
    pyodide_lock, plan, served, tmp_path
):
    source = found(pyodide_lock, tmp_path, fetch=unreachable)
    new = lock.rewrite(pyodide_lock, plan, served, source)["packages"]
    for name in ("numpy", "pandas"):
        known = pyodide_lock["packages"][name]
        address = f"https://cdn.jsdelivr.net/pyodide/v9.9/full/{known['file_name']}"
        assert new[name]["file_name"] == address
        assert new[name]["sha256"] == known["sha256"]
    assert "the browser will fetch them" in source.note


def test_within_reach_they_are_downloaded_once(pyodide_lock, dist, tmp_path):
    asked = []

    def server(url, timeout):
        asked.append(url.rsplit("/", 1)[1])
        return (dist / asked[-1]).read_bytes() if asked[-1].endswith(".whl") else b""

    first = found(pyodide_lock, tmp_path / "cache", fetch=server)
    assert len([name for name in asked if name.endswith(".whl")]) == 2
    assert found(pyodide_lock, tmp_path / "cache", fetch=unreachable) == first


@pytest.mark.parametrize("answer", [b"not a wheel", OSError("connection reset")])
def test_a_bad_download_leaves_nothing_to_be_used(pyodide_lock, tmp_path, answer):
    def server(url, timeout):
        if url.endswith(".whl") and isinstance(answer, OSError):
            raise answer
        return answer if url.endswith(".whl") else b""

    with pytest.raises(Article10Error, match=r"numpy-1\.0"):
        found(pyodide_lock, tmp_path / "cache", fetch=server)
    assert not list((tmp_path / "cache").rglob("*.whl"))


# Wheels


def test_front_ends_and_publishing_stay_out_of_the_browser(tmp_path):
    unused = {
        "plotly/package_data/plotly.min.js": "x" * 1000,
        "plotly/labextension/static/1.js": "x" * 1000,
        "plotly-1.0.data/data/share/jupyter/labextensions/p/1.js": "x" * 1000,
    }
    wheel = make_wheel(tmp_path, "plotly", files={**unused, "plotly/package_data/a.json": "{}"})
    first, second = (wheelfile.slim(wheel, tmp_path / name) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = archive.namelist()
        record = archive.read("plotly-1.0.dist-info/RECORD").decode()
    assert "plotly/__init__.py" in names
    assert "plotly/package_data/a.json" in names
    assert not set(unused) & set(names)
    assert not any(name in record for name in unused)


def test_a_wheel_says_what_it_is(tmp_path, pyodide_lock):
    wheel = make_wheel(tmp_path, "my_thing", "2.1", {"extra.py": ""}, ["Six>=1"])
    described = wheelfile.describe(wheel, packages.markers(pyodide_lock))
    assert described == Package("my-thing", "2.1", ("six",))
    assert wheelfile.import_names(wheel) == ["extra", "my_thing"]


def test_downloaded_wheels_are_kept(tmp_path, monkeypatch):
    asked = []

    def pip(*arguments, task):
        asked.append(arguments[-1])
        make_wheel(tmp_path, "six", "1.17.0")

    monkeypatch.setattr(wheels, "pip", pip)
    for _ in range(2):
        got = wheels.download([Package("six", "1.17.0", ())], "3.14", tmp_path)
        assert got["six"].name == "six-1.17.0-py3-none-any.whl"
    assert asked == ["six==1.17.0"]


def test_a_failed_download_says_what_to_do_in_one_line(tmp_path, monkeypatch):
    noise = "WARNING: retrying\nERROR: No matching distribution found for six==0\n"
    monkeypatch.setattr(
        wheels.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1, "", noise)
    )
    with pytest.raises(Article10Error) as raised:
        wheels.download([Package("six", "0", ())], "3.14", tmp_path)
    assert "No matching distribution found for six==0" in str(raised.value)
    assert "run the command again" in str(raised.value)
    assert "\n" not in str(raised.value)


# Notebooks and pages


def write_unit(root, cells=("# Exercises: trust", "1 + 1"), release="2026.1", **metadata):
    folder = root / "exercises" / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    book = nbformat.v4.new_notebook(
        metadata={
            "article10": {"unit": "trust", "release": release, "totals": "6 questions"},
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            **metadata,
        },
        cells=[nbformat.v4.new_markdown_cell(cells[0], id="a")]
        + [nbformat.v4.new_code_cell(text, id=f"c{i}") for i, text in enumerate(cells[1:])],
    )
    nbformat.write(book, folder / "trust.ipynb")
    return folder / "trust.ipynb"


def test_the_copy_for_the_browser_names_its_kernel_and_stays_itself(tmp_path):
    path = write_unit(tmp_path)
    unit = notebooks.read_unit(path)
    copy = json.loads(unit.for_browser())
    assert copy["metadata"]["kernelspec"]["name"] == "python"
    assert copy["metadata"]["article10"]["release"] == "2026.1"
    assert copy["cells"] == json.loads(path.read_text())["cells"]
    assert unit.title == "Exercises: trust"
    assert unit.totals == "6 questions"


def test_only_other_cells_make_other_exercises(tmp_path):
    first = notebooks.read_unit(write_unit(tmp_path)).digest
    assert notebooks.read_unit(write_unit(tmp_path, release="2027.1")).digest == first
    changed = write_unit(tmp_path, cells=("# Exercises: trust", "1 + 2"))
    assert notebooks.read_unit(changed).digest != first


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda path: path.write_text("{"), "not a readable notebook"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "not a readable notebook"),
        (lambda path: write_unit(path.parents[2], release=""), "article10.release is missing"),
        (lambda path: write_unit(path.parents[2], cells=("Trust",)), "no cell has a heading"),
    ],
)
def test_a_wrong_notebook_is_named(tmp_path, write, message):
    path = write_unit(tmp_path)
    write(path)
    with pytest.raises(Article10Error, match=f"exercises/trust/trust.ipynb: .*{message}"):
        notebooks.read_units(tmp_path / "exercises")


def test_no_exercise_at_all_is_an_error(tmp_path):
    with pytest.raises(Article10Error, match="no exercise notebook"):
        notebooks.read_units(tmp_path)


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "html"
    folder.mkdir()
    (folder / "index.html").write_text("home")
    (folder / "trust.html").write_text("chapter")
    (folder / "data").mkdir()
    (folder / "data" / "trust.html").write_text("the page of a table of that name")
    return folder


def test_a_practice_page_stands_beside_its_notebook(tmp_path, site):
    path = write_unit(tmp_path, cells=("# Exercises: <trust> & </script>",))
    unit = notebooks.read_unit(path)
    folder = tmp_path / "practice"
    pages.write(folder, [unit], {"trust": pages.chapter(site, unit)})
    html = (folder / "trust.html").read_text()
    assert '<a href="../trust.html">' in html
    assert "Exercises: &lt;trust&gt; &amp; &lt;/script&gt;" in html
    assert html.count("</script>") == 2
    assert (folder / "trust.ipynb").read_bytes() == path.read_bytes()
    assert (folder / "practice.js").is_file()
    assert "--ad-accent" in (folder / "practice.css").read_text()


def test_exercises_without_a_chapter_are_named(tmp_path, site):
    unit = notebooks.read_unit(write_unit(tmp_path))
    (site / "trust.html").unlink()
    (site / "practice").mkdir()
    (site / "practice" / "trust.html").write_text("not a chapter")
    with pytest.raises(Article10Error, match=r"need the chapter trust\.html"):
        pages.chapter(site, unit)


# The whole


@pytest.fixture
def root(tmp_path, site, pyodide_lock, dist, monkeypatch):
    """A repository in small, in which only JupyterLite itself and pip are stood in for."""
    write_unit(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "article10"\nversion = "3.0"\ndependencies = ["pandas"]\n'
    )
    pyodide = tmp_path / "node_modules" / "pyodide"
    pyodide.mkdir(parents=True)
    (pyodide / "package.json").write_text('{"version": "9.9"}')
    (pyodide / "pyodide-lock.json").write_text(json.dumps(pyodide_lock))
    for name in lite.app.PYODIDE_FILES:
        (pyodide / name).write_text(name)

    def build_app(project):
        (project / "_output").mkdir()
        (project / "static").rename(project / "_output" / "static")
        return project / "_output"

    def get_wheels(wanted, python, cache):
        return {p.name: make_wheel(cache, p.name.replace("-", "_"), p.version) for p in wanted}

    monkeypatch.setattr(wheels, "build", lambda _, folder: make_wheel(folder, "article10", "3.0"))
    monkeypatch.setattr(wheels, "download", get_wheels)
    monkeypatch.setattr(lite.app, "build", build_app)
    monkeypatch.setenv("PYODIDE_DIST", str(dist))
    return tmp_path


def contents(folder):
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_site_gets_kernel_and_pages_once(root, site, capsys, monkeypatch):
    lite.build(site, root)
    served = site / "lite" / "static" / "pyodide"
    entries = json.loads((served / "pyodide-lock.json").read_text())["packages"]
    for entry in entries.values():
        assert sha256(served / entry["file_name"]) == entry["sha256"]
    assert {"article10", "pandas", "numpy", "pyodide-kernel"} <= entries.keys()
    assert (site / "practice" / "trust.html").is_file()
    before = contents(site)

    monkeypatch.setattr(lite.app, "build", None)  # would fail if it were called
    capsys.readouterr()
    lite.build(site, root)
    assert "up to date" in capsys.readouterr().out
    assert contents(site) == before


def test_a_changed_exercise_is_built_anew(root, site):
    lite.build(site, root)
    write_unit(root, cells=("# Exercises: mistrust",))
    lite.build(site, root)
    assert "Exercises: mistrust" in (site / "practice" / "trust.html").read_text()
    assert not [p for p in (root / "_build" / "cache").iterdir() if p.name.startswith("tmp")]


def test_a_failure_leaves_the_site_as_it_was(root, site, monkeypatch):
    lite.build(site, root)
    before = contents(site)
    write_unit(root, cells=("# Exercises: mistrust",))

    def fail(project):
        raise lite.LiteError("JupyterLite did not build")

    monkeypatch.setattr(lite.app, "build", fail)
    with pytest.raises(Article10Error):
        lite.build(site, root)
    assert contents(site) == before


@pytest.mark.parametrize(
    ("take_away", "message"),
    [
        ("html/index.html", "holds no site: build the book first"),
        ("node_modules/pyodide/pyodide-lock.json", "run `npm install"),
        ("html/trust.html", "need the chapter"),
        ("exercises/trust/trust.ipynb", "no exercise notebook"),
    ],
)
def test_the_command_line_says_what_to_do(root, site, monkeypatch, capsys, take_away, message):
    (root / take_away).unlink()
    monkeypatch.chdir(root)
    assert cli.main(["lite", str(site)]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert not (site / "lite").exists()


def test_a_missing_extension_is_named():
    with pytest.raises(Article10Error, match="no-such-extension is not installed"):
        sources.extension("no-such-extension")
