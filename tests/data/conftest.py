"""A small data folder of its own for every test that breaks something."""

import csv
import io
import json

import pytest

from article10.data import data_dir

ROW = {
    "date_fielded": "2024-05",
    "year_inferred": "false",
    "publisher": "Example Institute",
    "survey": "Example survey",
    "country": "Kosovo",
    "population_group": "all",
    "question_family": "vote_join",
    "question": "Would vote for the country joining NATO in a referendum",
    "answer": "for",
    "percent": "94",
    "qualifier": "exact",
    "kind": "poll",
    "derived": "false",
    "sample_n": "1200",
    "repeat": "false",
    "source_id": "example-2024",
    "locator": "page 3",
}
ENTRY = """@online{example-2024,
  author = {{Example Institute}},
  title = {{Example Survey of Kosovo}},
  year = {2024},
  url = {https://example.org/survey?a=1&b=2},
}
"""


class Folder:
    """A data folder with the real schema, one source and a table of one's own."""

    def __init__(self, path):
        self.path = path
        self.package = json.loads((data_dir() / "datapackage.json").read_text(encoding="utf-8"))
        self.package["resources"] = [r for r in self.package["resources"] if r["name"] == "polls"]
        self.columns = [f["name"] for f in self.package["resources"][0]["schema"]["fields"]]
        sidecar = (data_dir() / "polls.yml").read_text(encoding="utf-8").splitlines()
        self.sidecar = "\n".join("row_floor: 1" if "row_floor" in s else s for s in sidecar)
        (path / "references.bib").write_text(ENTRY, encoding="utf-8")
        (path / "polls.yml").write_text(self.sidecar, encoding="utf-8")
        self.write_package()
        self.write([ROW])

    def write_package(self):
        text = json.dumps(self.package)
        (self.path / "datapackage.json").write_text(text, encoding="utf-8")

    def write(self, rows, columns=None):
        out = io.StringIO()
        writer = csv.DictWriter(out, columns or self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.write_text(out.getvalue())
        return out.getvalue()

    def write_text(self, text):
        (self.path / "polls.csv").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)
