"""Links for JupyterHub: what nbgitpuller reads in them."""

from urllib.parse import parse_qs, urlsplit

import pytest

from article10.cli import main

from .classroom import new_course

REPOSITORY = "https://git.example.org/nato/open-door.git"


@pytest.fixture(autouse=True)
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(new_course(tmp_path / "course", "keci", "study-1995").root)


@pytest.mark.parametrize("hub", ["https://hub.example.org", "https://example.org/jupyter/"])
def test_each_unit_has_a_link_that_clones_and_opens_it(hub, capsys):
    assert main(["course", "links", hub, REPOSITORY, "--branch", "spring & co"]) == 0
    found = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert list(found) == ["keci", "study-1995"]
    for unit, link in found.items():
        parts = urlsplit(link)
        asked = f"{parts.scheme}://{parts.netloc}{parts.path}"
        assert asked == f"{hub.rstrip('/')}/hub/user-redirect/git-pull"
        assert parse_qs(parts.query, strict_parsing=True) == {
            "repo": [REPOSITORY],
            "branch": ["spring & co"],
            "urlpath": [f"lab/tree/open-door/{unit}/{unit}.ipynb"],
        }


@pytest.mark.parametrize(
    ("hub", "repository", "said"),
    [
        ("hub.example.org", REPOSITORY, "hub.example.org: not an address"),
        ("https://hub.example.org", "git@example.org:nato/open-door", "not an address"),
        ("https://hub.example.org", "https://git.example.org/", "without a repository"),
    ],
)
def test_what_is_no_address_is_one_line_and_exit_code_2(hub, repository, said, capsys):
    assert main(["course", "links", hub, repository]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err
