"""The tables beside the polls: what a teacher or a widget may rely on."""

import re
from itertools import pairwise

import pandas as pd
import pytest

import article10
from article10.data import data_dir

STEPS = ["pfp", "dialogue", "map", "invitation", "protocol", "accession"]
NON_RECOGNISERS = {"Greece", "Romania", "Slovakia", "Spain"}


@pytest.fixture(scope="module")
def table():
    return article10.load


def split(cells):
    return cells.dropna().str.split(";").explode()


def not_before(later, earlier):
    """Whether a date is no earlier than another, as far as the coarser of the two tells."""
    shared = min(len(later), len(earlier))
    return later[:shared] >= earlier[:shared]


def texts(name):
    """Each cell of a file with its line and column."""
    frame = pd.read_csv(data_dir() / f"{name}.csv", dtype=str, keep_default_na=False)
    for line, row in enumerate(frame.to_dict("records"), start=2):
        for column, cell in row.items():
            yield f"{name}.csv, line {line}, {column}", cell


@pytest.mark.parametrize("name", list(article10.tables()["name"]))
def test_nothing_is_published_without_a_source(name):
    marks = re.compile(r"unverified|from memory|general knowledge|\bTODO\b|\?\?", re.IGNORECASE)
    assert [place for place, cell in texts(name) if marks.search(cell)] == []


def test_the_timeline_spans_the_alliance(table):
    events = table("events")
    assert len(events) > 100
    assert (events.date.dt.year.min(), events.date.dt.year.max()) == (1949, 2025)
    for theme, group in events.groupby("theme", observed=False):
        assert len(group) >= 5, theme
    assert events.importance.value_counts().min() >= 20


def test_events_do_not_end_before_they_begin(table):
    events = table("events").dropna(subset="end_date")
    assert len(events) > 0
    assert (events.end_date > events.date).all()


def test_events_stand_in_the_order_of_their_dates(table):
    assert table("events").date.is_monotonic_increasing


def test_an_actor_has_one_name_only(table):
    actors = set(split(table("events").actors))
    for other in ["Türkiye", "Turkiye", "Macedonia", "Skopje", "Czech Republic", "UN", "FRY"]:
        assert other not in actors
    assert {"NATO", "Kosovo", "Serbia", "KFOR", "KSF"} <= actors


def test_every_accession_of_the_timeline_agrees_with_the_paths(table):
    joined = table("accessions").query("status == 'Ally'")
    events = table("events").query("theme == 'enlargement'")
    entries = events[events.title.str.contains(r"\bjoins?$|Twelve states sign")]
    dates = {day: set(split(entries[entries.date == day].actors)) for day in entries.date}
    assert set(dates) == set(joined.accession_date)
    for ally in joined.itertuples():
        assert ally.country in dates[ally.accession_date]


def test_all_allies_are_there_and_entered_in_ten_rounds(table):
    allies = table("accessions").query("status == 'Ally'")
    assert len(allies) == 32
    assert sorted(allies["round"].unique()) == list(range(11))
    assert (allies["round"] == 0).sum() == 12
    assert allies.groupby("round").accession_date.nunique().drop(10).max() == 1
    assert allies.sort_values("accession_date")["round"].is_monotonic_increasing


def test_steps_to_accession_are_never_reversed():
    raw = pd.read_csv(data_dir() / "accessions.csv", dtype=str, keep_default_na=False)
    for country in raw.to_dict("records"):
        dates = [country[f"{step}_date"] for step in STEPS if country[f"{step}_date"]]
        for earlier, later in pairwise(dates):
            assert not_before(later, earlier), country["country"]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_a_date_and_a_source_where_it_was_taken(table, step):
    paths = table("accessions").set_index("country")
    done = paths[f"{step}_status"] == "done"
    assert (paths[f"{step}_date"].notna() == done).all()
    assert paths.loc[done, f"{step}_source_id"].notna().all()


def test_steps_that_were_missed_say_why(table):
    paths = table("accessions").set_index("country")
    assert list(paths.map_status[["Poland", "Finland", "Ukraine", "Kosovo", "Serbia"]]) == [
        "did not exist",
        "skipped",
        "skipped",
        "not yet",
        "not sought",
    ]
    early = paths[paths.accession_date < "1994-01-10"]
    assert (early.pfp_status == "did not exist").all()
    before_map = paths[paths.accession_date < "1999-04-01"]
    assert (before_map.map_status == "did not exist").all()
    open_paths = paths[paths.status != "Ally"]
    assert set(open_paths.accession_status) <= {"not yet", "not sought"}
    assert len(open_paths) == 5


def test_four_allies_do_not_recognise_kosovo(table):
    recognition = table("recognition")
    allies = table("accessions").query("status == 'Ally'")
    assert set(recognition.ally) == set(allies.country)
    assert set(recognition.iso3) == set(allies.iso3)
    assert set(recognition.ally[~recognition.recognises_kosovo]) == NON_RECOGNISERS
    assert (recognition.recognition_date.notna() == recognition.recognises_kosovo).all()
    assert recognition.recognition_date.min() == pd.Timestamp("2008-02-18")
    assert (recognition.recognition_precision.dropna() == "day").all()


def test_the_timeline_dates_recognition_as_the_table_does(table):
    recognition = table("recognition").query("recognises_kosovo").set_index("ally")
    events = table("events").query("theme == 'recognition' and date > '2008-02-17'")
    told = {}
    for event in events.itertuples():
        for actor in set(event.actors.split(";")) & set(recognition.index):
            told.setdefault(actor, event.date)
    assert told == recognition.recognition_date.to_dict()


def test_kfor_figures_keep_their_disagreements(table):
    kfor = table("kfor_strength")
    assert kfor.date.is_monotonic_increasing
    assert (kfor.date.dt.year.min(), kfor.date.dt.year.max()) == (1999, 2025)
    assert kfor.troops.between(3000, 60000).all()
    disagreeing = kfor[kfor.date.dt.year == 2009].troops.nunique()
    assert disagreeing >= 3


def test_fourteen_instruments_and_what_stands_beside_them(table):
    tools = table("partnership_tools").set_index("id")
    assert (tools.group == "instrument").sum() == 14
    assert set(tools.index[tools.group == "beside"]) == {"adriatic-charter", "coe"}
    assert tools.cycle_years[["parp", "itpp", "map"]].tolist() == [2, 4, 1]
    assert set(tools.index[tools.kosovo_status == "in place"]) == {"nalt", "enhanced-interaction"}
    assert tools.ended.notna().sum() == 1


def test_phases_are_as_long_as_the_proposal_says(table):
    keci = table("keci").set_index("id")
    phases = keci[keci.kind == "phase"]
    assert list(phases.index) == ["phase-1", "phase-2", "phase-3"]
    assert phases.loc["phase-1", ["months_min", "months_max"]].tolist() == [12, 18]
    assert phases.loc["phase-2", ["months_min", "months_max"]].tolist() == [24, 36]
    assert phases.loc["phase-3", ["months_min", "months_max"]].isna().all()
    others = keci[keci.kind != "phase"]
    assert others[["months_min", "months_max"]].isna().all(axis=None)
    assert (keci[keci.kind == "outcome"].phases == "3").all()
    assert set(keci.kind) == {"phase", "outcome", "component", "parallel"}


def test_every_mechanism_is_a_tool_or_explained(table):
    links = table("keci_mechanisms")
    assert set(links.keci_id) <= set(table("keci").id)
    assert set(links.tool_id.dropna()) <= set(table("partnership_tools").id)
    assert links.note[links.tool_id.isna()].notna().all()
    linked = set(links.keci_id)
    components = table("keci").query("kind == 'component'")
    assert set(components.id) <= linked


def test_every_discrepancy_has_two_statements_and_a_record(table):
    claims = table("discrepancies")
    assert len(claims) >= 46
    assert (claims.a_statement != claims.b_statement).all()
    a, b = ["a_who", "a_source_id", "a_locator"], ["b_who", "b_source_id", "b_locator"]
    same = (claims[a].to_numpy() == claims[b].to_numpy()).all(axis=1)
    # One text can contradict itself, or report two figures; then it does so in one place.
    assert set(claims.id[same]) <= {"all-and-albanian-2022"}
    assert set(claims.verdict) == {"a", "b", "both", "neither", "open"}


@pytest.mark.parametrize("claim", ["banjska-attribution", "canal-attribution"])
def test_contested_attribution_stays_open(table, claim):
    assert table("discrepancies").set_index("id").verdict[claim] == "open"


def test_positions_come_from_every_side(table):
    positions = table("perspectives")
    for side in ["Kosovo", "Kosovo Serb", "Serbia", "NATO", "non-recognising Ally", "analyst"]:
        assert (positions.side == side).sum() >= 2, side
    refusing = positions[positions.side == "non-recognising Ally"]
    named = refusing.holder.str.cat(refusing.role, sep=" ")
    for ally in NON_RECOGNISERS:
        assert named.str.contains(ally).any(), ally
    assert {"supports", "opposes", "conditional", "sceptical", "neutral"} == set(positions.stance)


def test_the_study_is_in_order_and_says_what_was_read(table):
    study = table("study_1995")
    assert study.chapter.is_monotonic_increasing
    assert set(study.chapter) == set(range(1, 7))
    placed = study.dropna(subset="paragraph_from")
    assert placed.paragraph_from.is_monotonic_increasing
    assert (placed.paragraph_to >= placed.paragraph_from).all()
    assert (study.paragraph_from.isna() == study.paragraph_to.isna()).all()
    of_the_text = study[study.basis == "text"].source_id
    assert split(of_the_text).str.startswith("nato-study").groupby(level=0).any().all()


def test_the_glossary_is_sorted_and_leads_somewhere(table):
    glossary = table("glossary")
    assert glossary.term.is_unique
    assert list(glossary.term) == sorted(glossary.term, key=str.casefold)
    assert set(split(glossary.see_also)) <= set(glossary.term)
    assert glossary.acronym.dropna().is_unique
    assert (glossary.acronym.isna() | glossary.expansion.notna()).all()


def test_tools_of_the_module_are_in_the_glossary(table):
    tools = table("partnership_tools").acronym.dropna()
    assert set(tools) <= set(table("glossary").acronym.dropna())
