// The poll explorer: one question family at a time, with what a reader must know of each result.

import { chart, colour } from "./kit/chart.js";
import { chartExplorer } from "./kit/charted.js";
import { button, checklist, choice, h, yearRange } from "./kit/frame.js";
import { detailBox, factList, plot, refill } from "./kit/steps.js";
import { csvText, rowsOf, tableHtml } from "./kit/table.js";
import { dateText, figure, listing, plural, yearFraction } from "./kit/text.js";
import { noticeBoard, sourceOf, stateOf } from "./kit/view.js";

const DASHES = ["none", "7 4", "2 3"];
const SHAPES = ["circle", "square", "triangle"];
const QUALIFIERS = { about: "about ", "at least": "at least ", "at most": "at most ", exact: "" };
const unique = (values) => [...new Set(values)];
const yearOf = (row) => Number(row.date_fielded.slice(0, 4));

/** Rows of one family, with the referendums that answer it beside them. */
const inFamily = (row, family, companions) =>
  row.question_family === family || companions.includes(row.question_family);

/** The state as far as the data carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const rows = rowsOf(data.rows);
  const notices = [];
  const known = unique(rows.map((row) => row.question_family)).filter((f) => data.families[f]);
  let family = state.family;
  if (Array.isArray(family) || String(family).includes(",")) {
    const wanted = [].concat(family).join(",").split(",").filter((f) => known.includes(f));
    notices.push(refusal(data, wanted[0] ?? known[0], wanted[1]));
    family = wanted[0];
  }
  if (!known.includes(family)) {
    if (family && known.length) notices.push(`There is no question family “${family}” here.`);
    family = known[0] ?? "";
  }
  const about = data.families[family] ?? { label: "No results", answers: [], companions: [] };
  const ours = rows.filter((row) => inFamily(row, family, about.companions));
  const answers = unique(ours.map((row) => row.answer));
  let chosenAnswers = (state.answers ?? []).filter((a) => answers.includes(a));
  if (!chosenAnswers.length) chosenAnswers = answers.filter((a) => a === (about.answers[0] ?? answers[0]));
  if (!chosenAnswers.length) chosenAnswers = answers.slice(0, 1);
  const groups = unique(ours.map((row) => row.population_group)).sort(
    (a, b) => (a === "all" ? -1 : b === "all" ? 1 : a < b ? -1 : 1),
  );
  let group = state.group;
  if (!groups.includes(group)) {
    if (group !== "all" && groups.length) {
      notices.push(`No results for the group “${group}” in “${about.label}”; the whole population is shown.`);
    }
    group = groups.includes("all") || !groups.length ? "all" : groups[0];
  }
  const everywhere = unique(rows.map((row) => row.country));
  const here = unique(ours.map((row) => row.country)).sort();
  const countries = unique(state.countries ?? []);
  const lacking = countries.filter((country) => !here.includes(country));
  for (const country of lacking) {
    const elsewhere = unique(
      rows.filter((row) => row.country === country).map((row) => data.families[row.question_family]?.label),
    ).filter(Boolean);
    notices.push(
      everywhere.includes(country)
        ? `${country} has no results in “${about.label}”. It has some in ${listing(elsewhere.map((l) => `“${l}”`))}.`
        : `There are no results for “${country}” in this table.`,
    );
  }
  const years = rows.map(yearOf);
  const span = years.length ? [Math.min(...years), Math.max(...years)] : [2000, 2025];
  const asked = [].concat(state.period ?? []).map(Number);
  const sound = asked.length === 2 && asked.every(Number.isInteger) && asked[0] <= asked[1];
  if (asked.length && !sound) notices.push("The period asked for is not one; all years are shown.");
  const [from, to] = sound ? asked : span;
  return {
    family, about, answers: chosenAnswers, group, countries, period: [from, to],
    notices, known, here, everywhere: everywhere.sort(), groups, allAnswers: answers, span, ours,
  };
}

/** Why two question families never share a line, said of the two at hand. */
export function refusal(data, first, second) {
  const a = data.families[first];
  const b = data.families[second];
  if (!a || !b) return "Two question families cannot share a line. Choose one of them.";
  return (
    `“${a.label}” and “${b.label}” are two different questions. The first records ${a.asks}; ` +
    `the second records ${b.asks}. On one line, a change of question would look like a change of opinion. ` +
    "Look at one, then at the other."
  );
}

/** Positions, in the table, of the rows on screen. Python's `selection` asks this too. */
export function select(state, data) {
  const view = settle(state, data);
  return rowsOnScreen(view).map((row) => row.index);
}

function rowsOnScreen(view) {
  return view.ours
    .filter(
      (row) =>
        view.countries.includes(row.country) &&
        row.population_group === view.group &&
        view.answers.includes(row.answer) &&
        yearOf(row) >= view.period[0] &&
        yearOf(row) <= view.period[1],
    )
    .sort(
      (a, b) =>
        (a.date_fielded < b.date_fielded ? -1 : a.date_fielded > b.date_fielded ? 1 : 0) ||
        a.index - b.index,
    );
}

const share = (row) =>
  row.percent === null
    ? row.mean_score === null ? "not given" : `mean score ${row.mean_score}`
    : `${QUALIFIERS[row.qualifier] ?? ""}${figure(row.percent)}%`;

const when = (row) =>
  dateText(row.date_fielded, row.date_precision) + (row.year_inferred ? " (year inferred)" : "");

const sample = (row) => (row.sample_n === null ? "not reported" : row.sample_n.toLocaleString("en-GB"));

function marginText(row) {
  if (row.margin_shown === null) return "not known";
  const value = `± ${figure(Math.round(row.margin_shown * 10) / 10)} points`;
  return row.margin_kind === "reported"
    ? `${value}, as reported`
    : `${value}, computed for a simple random sample of this size`;
}

const kindText = { poll: "poll", referendum: "referendum", "exit poll": "exit poll" };
const answerText = (row) => (row.answer_note ? `${row.answer} (${row.answer_note})` : row.answer);

const COLUMNS = [
  { label: "Date", cell: when },
  { label: "Country", cell: (row) => row.country },
  { label: "Answer", cell: answerText },
  { label: "Share", cell: (row) => share(row) + (row.derived ? " (derived)" : ""), numeric: true },
  { label: "Margin", cell: (row) => (row.margin_shown === null ? "" : `± ${figure(Math.round(row.margin_shown * 10) / 10)}${row.margin_kind === "computed" ? "*" : ""}`), numeric: true },
  { label: "Sample", cell: (row) => (row.sample_n === null ? "" : sample(row)), numeric: true },
  { label: "Published by", cell: (row) => row.publisher },
  { label: "Kind", cell: (row) => kindText[row.kind] ?? row.kind },
];

function subtitle(view) {
  const group = view.group === "all" ? "everyone asked" : view.group;
  return [
    listing(view.countries) || "no country chosen",
    group,
    `answer: ${listing(view.answers, "or") || "none"}`,
    `${view.period[0]} to ${view.period[1]}`,
  ].join(" · ");
}

export function table(state, data) {
  const view = settle(state, data);
  const rows = rowsOnScreen(view);
  const starred = rows.some((row) => row.margin_kind === "computed");
  return (
    tableHtml(`${view.about.label}. ${subtitle(view)}. ${plural(rows.length, "result")}.`, COLUMNS, rows) +
    (starred ? '<p class="ad-note">* Margin computed for a simple random sample of the size given; the source reports none.</p>' : "")
  );
}

function draw(state, data, width, chosen) {
  const view = settle(state, data);
  const rows = rowsOnScreen(view).filter((row) => row.percent !== null);
  const oneCountry = view.countries.length < 2;
  const inkOf = (row) =>
    colour(oneCountry ? view.answers.indexOf(row.answer) : view.countries.indexOf(row.country));
  const styleOf = (row) => (oneCountry ? 0 : view.answers.indexOf(row.answer) % 3);
  const at = (row) => yearFraction(row.date_fielded, row.date_precision);
  const shapeOf = (row) => (row.kind === "referendum" ? "diamond" : SHAPES[styleOf(row)]);

  const series = new Map();
  for (const row of rows) {
    if (row.kind !== "poll") continue;
    const key = [
      row.country, row.publisher, row.survey, row.question_family, row.question, row.answer, row.answer_note,
    ].join("\u0000");
    if (!series.has(key)) series.set(key, []);
    series.get(key).push(row);
  }
  const lines = [...series.values()]
    .filter((line) => line.length > 1 && line[0].survey)
    .map((line) => ({
      points: line.map((row) => [at(row), row.percent]),
      ink: inkOf(line[0]),
      dash: DASHES[styleOf(line[0])],
    }));
  const whiskers = rows
    .filter((row) => row.margin_shown !== null && row.kind === "poll")
    .map((row) => ({
      x: at(row),
      low: Math.max(0, row.percent - row.margin_shown),
      high: Math.min(100, row.percent + row.margin_shown),
      ink: inkOf(row),
      dash: row.margin_kind === "computed" ? "2 2" : "none",
    }));
  const hollow = (row) => row.derived || row.year_inferred;
  const has = (test) => rows.some(test);
  const legend = oneCountry
    ? view.answers.map((answer, i) => ({ label: answer, ink: colour(i), shape: "circle" }))
    : view.countries.map((country, i) => ({ label: country, ink: colour(i), shape: "circle" }));
  if (!oneCountry && view.answers.length > 1) {
    view.answers.forEach((answer, i) =>
      legend.push({ label: answer, shape: SHAPES[i % 3], line: true, dash: DASHES[i % 3] }),
    );
  }
  if (has((row) => row.kind === "referendum")) legend.push({ label: "referendum", shape: "diamond" });
  if (has(hollow)) legend.push({ label: "year inferred or value derived", shape: "circle", hollow: true });
  if (has((row) => row.kind === "poll" && row.margin_kind === "reported")) {
    legend.push({ label: "margin of error as reported", whisker: true });
  }
  if (has((row) => row.kind === "poll" && row.margin_kind === "computed")) {
    legend.push({ label: "margin computed from sample size", whisker: true, dash: "2 2" });
  }
  const publishers = unique(rows.map((row) => row.publisher)).sort();
  return {
    view,
    rows,
    ...chart({
      width,
      plotHeight: width < 480 ? 250 : 320,
      title: view.about.label,
      subtitle: subtitle(view),
      description: describe(view, rows),
      unit: rows.some((row) => row.kind === "referendum") ? "% of those asked, or of votes" : "% of those asked",
      x: { type: "year", domain: [view.period[0], view.period[1] + 1] },
      y: { domain: [0, 100], ticks: [0, 25, 50, 75, 100], emphasis: 50 },
      spans: rows
        .filter((row) => row.date_precision === "year")
        .map((row) => ({ x0: yearOf(row), x1: yearOf(row) + 1, y: row.percent, ink: inkOf(row) })),
      lines,
      whiskers,
      marks: rows.map((row) => ({
        id: row.index, x: at(row), y: row.percent, shape: shapeOf(row), ink: inkOf(row), hollow: hollow(row),
      })),
      legend,
      notes: rows.length
        ? `Published by ${listing(publishers.slice(0, 6))}${publishers.length > 6 ? ` and ${publishers.length - 6} more` : ""}. Lines join only waves of one survey.`
        : "No result fits these choices.",
      chosen,
    }),
  };
}

/** One sentence that says what the picture shows, for those who do not see it. */
function describe(view, rows) {
  if (!rows.length) return `${view.about.label}: no result fits these choices.`;
  const shares = rows.map((row) => row.percent);
  const range =
    Math.min(...shares) === Math.max(...shares)
      ? `${figure(shares[0])}%`
      : `${figure(Math.min(...shares))}% to ${figure(Math.max(...shares))}%`;
  return (
    `${view.about.label}, ${subtitle(view)}: ${plural(rows.length, "result")} ` +
    `from ${when(rows[0])} to ${when(rows[rows.length - 1])}, ${range}.`
  );
}

/** The picture of a state as SVG text. */
export const picture = (state, data, width) => draw(state, data, width).svg;

function detail(row, data) {
  return factList([
    ["Share", `${share(row)} ${answerText(row)}${row.derived ? ", derived from a reported change" : ""}`],
    ["Question", row.wording ? `“${row.wording}”` : `${row.question} (exact wording not known)`],
    ["Survey", [row.publisher, row.survey, row.wave].filter(Boolean).join(", ")],
    ["Sample", sample(row)],
    ["Margin", row.kind === "referendum" ? "none: a count of votes, not a sample" : marginText(row)],
    ["Note", row.note],
    ["Source", sourceOf(row, data.references)],
  ]);
}

function render({ model, el }) {
  const data = model.get("data");
  const TRAITS = ["family", "countries", "group", "answers", "period"];
  const state = stateOf(model, TRAITS);
  const { now: stateNow, put } = state;
  const notices = noticeBoard();
  let chosen = null;

  const familyLabel = (f) => data.families[f].label;
  const family = choice("Question", (value) => put({ family: value, answers: [], group: "all" }));
  const second = choice("Put a second question on the line", (value) => {
    if (!value) return;
    second.node.querySelector("select").value = "";
    const view = settle(stateNow(), data);
    notices.clear(frame);
    const sentence = refusal(data, view.family, value);
    frame.tell(
      h("p", {}, sentence),
      button(`Look at “${familyLabel(value)}” instead`, () => {
        frame.tell();
        put({ family: value, answers: [], group: "all" });
      }),
    );
    frame.say(sentence);
  });
  const countries = checklist("Countries", (values) => put({ countries: values }));
  const answers = checklist("Answers", (values) => values.length && put({ answers: values }));
  const group = choice("Population group", (value) => put({ group: value }));
  const period = yearRange((from, to) => put({ period: [from, to] }));

  function refresh() {
    const view = settle(stateNow(), data);
    family.show(
      view.known.map((f) => ({ value: f, label: familyLabel(f) })),
      view.family,
    );
    second.show(
      [
        { value: "", label: "none" },
        ...view.known.filter((f) => f !== view.family).map((f) => ({ value: f, label: familyLabel(f) })),
      ],
      "",
    );
    const counts = (country) => view.ours.filter((row) => row.country === country).length;
    countries.show(
      // All of the table's countries, so that the list stays put while boxes are ticked.
      unique([...view.here, ...view.everywhere, ...state.start.countries]).map((country) => ({
        value: country, label: `${country} (${counts(country)})`,
      })),
      view.countries,
    );
    answers.show(view.allAnswers.map((a) => ({ value: a, label: a })), view.answers);
    group.show(
      (view.groups.length ? view.groups : ["all"]).map((g) => ({
        value: g, label: g === "all" ? "everyone" : g,
      })),
      view.group,
    );
    period.show(view.span, view.period);
  }

  function drawChart(panel, width, frame) {
    const drawn = draw(stateNow(), data, width, chosen);
    const { rows, view } = drawn;
    const at = rows.findIndex((row) => row.index === chosen);
    const box = detailBox({
      noun: "result",
      count: rows.length,
      at,
      open: (position) => open(rows[position].index, true),
      heading: at < 0 ? "" : `${rows[at].country}, ${when(rows[at])}`,
      body: at < 0 ? null : detail(rows[at], data),
      hint: rows.length ? "Choose a point, or step through the results." : "No result fits these choices.",
    });
    refill(panel, plot(drawn, open), box);
    notices.show(view.notices, frame);
    frame.say(describe(view, rows));
  }

  function open(id, stepped = false) {
    chosen = id;
    const row = rowsOf(data.rows)[id];
    frame.redraw();
    queueMicrotask(() =>
      frame.say(
        `${row.country}, ${when(row)}: ${share(row)} ${answerText(row)}. ${row.publisher}.${stepped ? "" : " Details below the chart."}`,
      ),
    );
  }

  const shownRows = () => rowsOnScreen(settle(stateNow(), data));
  const frame = chartExplorer({
    model,
    el,
    state,
    data,
    notices,
    label: "Poll explorer",
    watch: TRAITS,
    controls: [
      h("div", { class: "ad-row" }, family.node, second.node),
      countries.node,
      answers.node,
      group.node,
      period.node,
    ],
    refresh,
    forget: () => {
      chosen = null;
    },
    noun: "result",
    settled: () => settle(stateNow(), data),
    shown: shownRows,
    drawChart,
    table,
    draw,
    csv: () => {
      const names = data.rows.map((column) => column.name).filter((name) => !name.startsWith("margin_"));
      return csvText(names, shownRows());
    },
    file: () => `polls-${settle(stateNow(), data).family}`,
  });
  return frame.close;
}

export default { render };
