// The accession paths: what steps a country took, when, and how long that took beside the others.

import { colour, heading, legend, mark, sheet, text } from "./kit/chart.js";
import { chartExplorer } from "./kit/charted.js";
import { checklist, choice, h } from "./kit/frame.js";
import { pack, timeAxis } from "./kit/lanes.js";
import { arrowSteps, detailBox, factList, refill, stepPlot } from "./kit/steps.js";
import { csvText, rowsOf, tableHtml } from "./kit/table.js";
import { dateText, listing, plural, textWidth, wrap, yearFraction } from "./kit/text.js";
import { noticeBoard, sourceOf, stateOf } from "./kit/view.js";

const TRAITS = ["countries", "clock", "order", "opened"];
const STEPS = [
  { key: "pfp", name: "Partnership for Peace", short: "PfP", letter: "P", shape: "circle", r: 8.5 },
  { key: "dialogue", name: "Intensified Dialogue", short: "Intensified Dialogue", letter: "D", shape: "square", r: 8.5 },
  { key: "map", name: "Membership Action Plan", short: "MAP", letter: "M", shape: "triangle", r: 9.5 },
  { key: "invitation", name: "Invitation", short: "invitation", letter: "I", shape: "diamond", r: 7 },
  { key: "protocol", name: "Protocol signed", short: "protocol", letter: "S", shape: "hexagon", r: 8.5 },
  { key: "accession", name: "Accession", short: "accession", letter: "A", shape: "flag", r: 9 },
];
const CLOCKS = { calendar: "calendar", "first step": "from first step" };
const ORDERS = { round: "round of enlargement", duration: "duration", name: "name" };
/** What became of a step without a date: in the table, and of several steps in the picture. */
const STATUS = {
  "did not exist": ["did not exist at the time", (steps) => `${steps} did not exist at the time`],
  "not needed": ["not needed", (steps) => `${steps} not needed`],
  skipped: ["skipped", (steps) => `${steps} skipped`],
  "not found": ["no source found", (steps) => `no source found for ${steps}`],
  "not sought": ["not sought", (steps) => `${steps} not sought`],
  "not yet": ["not yet", (steps) => `not yet: ${steps}`],
  done: ["done, date not known", (steps) => `${steps} done, date not known`],
};
const STANDING = {
  aspirant: "aspirant named by NATO",
  partner: "partner that does not seek entry",
  outside: "outside all partnership frameworks",
};
const INK = "var(--ad-ink)";
const MUTED = "var(--ad-muted)";
const PAPER = "var(--ad-paper)";
const n = (value) => Number(value.toFixed(1));
const unique = (values) => [...new Set(values)];
const span = (years) => years.toFixed(1);
const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export function median(values) {
  if (!values.length) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** One row as a path. `dated` are the steps with a date, in the order of time; positions in years. */
function pathOf(row) {
  const steps = STEPS.map((step, rank) => {
    const date = row[`${step.key}_date`];
    const precision = row[`${step.key}_precision`] ?? "day";
    const status = row[`${step.key}_status`];
    return { ...step, rank, date, precision, status, at: date ? yearFraction(date, precision) : null, source_id: row[`${step.key}_source_id`] };
  });
  const dated = steps.filter((step) => step.date).sort((a, b) => a.at - b.at || a.rank - b.rank);
  const complete = steps[5].status === "done";
  return {
    row, steps, dated, complete,
    first: dated[0]?.at ?? null,
    // One dated step, as with the founders, makes no path.
    years: complete && steps[5].date && dated.length > 1 ? steps[5].at - dated[0].at : null,
  };
}

const cached = new WeakMap();
/** All paths of a table, and the median length of those completed in two or more dated steps. */
function pathsOf(data) {
  if (!cached.has(data.rows)) {
    const all = rowsOf(data.rows).map(pathOf);
    const lengths = all.map((path) => path.years).filter((years) => years !== null);
    const stretches = new Map();
    for (const { dated } of all) {
      for (const [i, from] of dated.entries()) {
        for (const to of dated.slice(i + 1)) {
          const key = `${from.key} ${to.key}`;
          stretches.set(key, [...(stretches.get(key) ?? []), to.at - from.at]);
        }
      }
    }
    cached.set(data.rows, { all, median: median(lengths), count: lengths.length, stretches });
  }
  return cached.get(data.rows);
}

/** The state as far as the data carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const paths = pathsOf(data);
  const notices = [];
  const one = (value, known, what, standard) => {
    if (known.includes(value)) return value;
    if (value) notices.push(`There is no ${what} “${value}” here.`);
    return standard;
  };
  const names = paths.all.map((path) => path.row.country);
  const countries = unique([].concat(state.countries ?? [])).filter(
    (country) => country !== "" && one(country, names, "country", null) !== null,
  );
  const clock = one(state.clock, Object.keys(CLOCKS), "clock", "calendar");
  const order = one(state.order, Object.keys(ORDERS), "order", "round");
  const opened = one(state.opened, names, "country", "");
  const rank = (path) => (path.years === null ? (path.complete ? 1 : 2) : 0);
  const orders = {
    round: (a, b) => before(a.row.round ?? Infinity, b.row.round ?? Infinity),
    duration: (a, b) => rank(a) - rank(b) || (a.years ?? a.first ?? Infinity) - (b.years ?? b.first ?? Infinity),
    name: (a, b) => before(a.row.country, b.row.country),
  };
  const shown = paths.all
    .filter((path) => countries.includes(path.row.country))
    .sort((a, b) => orders[order](a, b) || a.row.index - b.row.index);
  return { paths, names, countries, clock, order, opened, shown, notices, until: data.until, at: shown.findIndex((path) => path.row.country === opened) };
}

/** Positions, in the table, of the countries on screen. Python's `selection` asks this too. */
export const select = (state, data) => settle(state, data).shown.map((path) => path.row.index);

const isoOf = (step) => step.date?.slice(0, { year: 4, month: 7 }[step.precision] ?? 10) ?? null;
const statusText = (step) => (STATUS[step.status] ?? [step.status])[0];
const PARTLY = { year: " (day and month not known)", month: " (day not known)" };

function stepsOf(path, paths) {
  return path.steps.map((step) => {
    const at = path.dated.indexOf(step);
    const last = path.dated[at - 1];
    return {
      path,
      step,
      sinceFirst: at > 0 ? step.at - path.first : null,
      last,
      sinceLast: at > 0 ? step.at - last.at : null,
      usual: at > 0 ? median(paths.stretches.get(`${last.key} ${step.key}`)) : null,
    };
  });
}

const round2 = (value) => (value === null ? null : Number(value.toFixed(2)));

export const stepColumns = () => [
  "country", "step", "status", "date", "years_since_first_step", "years_since_step_before",
  "median_years_of_stretch", "source_id",
];

/** Every step of the countries on screen, one object each. Python's `steps` and the CSV file ask this. */
export function steps(state, data) {
  const { shown, paths } = settle(state, data);
  return shown.flatMap((path) =>
    stepsOf(path, paths).map(({ step, sinceFirst, sinceLast, usual }) => ({
      country: path.row.country,
      step: step.name,
      status: step.status,
      date: isoOf(step),
      years_since_first_step: round2(sinceFirst),
      years_since_step_before: round2(sinceLast),
      median_years_of_stretch: round2(usual),
      source_id: step.source_id,
    })),
  );
}

const COLUMNS = [
  { label: "Country", cell: (s) => s.path.row.country },
  { label: "Step", cell: (s) => `${s.step.letter} ${s.step.name}` },
  {
    label: "Date, or what became of it",
    cell: ({ step }) => (step.date ? dateText(step.date, step.precision) + (PARTLY[step.precision] ?? "") : statusText(step)),
  },
  { label: "Years since first step", cell: (s) => (s.sinceFirst === null ? "" : span(s.sinceFirst)), numeric: true },
  { label: "Since the step before", cell: (s) => (s.sinceLast === null ? "" : span(s.sinceLast)), numeric: true },
  { label: "Median of that stretch", cell: (s) => (s.usual === null ? "" : span(s.usual)), numeric: true },
];

const medianText = ({ paths }) =>
  paths.median === null
    ? "No path in this table is complete."
    : `Median of all ${paths.count} completed paths: ${span(paths.median)} years from first step to accession.`;

/** How long a path took, or how it stands. */
function lengthText(path, until) {
  if (path.years !== null) return `${span(path.years)} years`;
  if (path.complete) return path.dated.length === 1 ? "one step" : "length not known";
  if (path.first === null) return "no step taken";
  if (!path.steps.some((step) => step.status === "not yet")) return "no entry sought";
  return `open after ${span(until + 1 - path.first)} years`;
}

/** What has no date, and why: "MAP skipped; Intensified Dialogue not found in any source". */
function missing(path) {
  const gaps = path.steps.filter((step) => !step.date);
  const standing = path.complete ? [] : [STANDING[path.row.status] ?? path.row.status].filter(Boolean);
  const sentences = unique(gaps.map((step) => step.status)).map((status) => {
    const steps = listing(gaps.filter((step) => step.status === status).map((step) => step.short));
    return STATUS[status]?.[1](steps) ?? `${steps}: ${status}`;
  });
  const all = [...standing, ...sentences].join("; ");
  return all && `${all[0].toUpperCase()}${all.slice(1)}.`;
}

const subtitle = (view) => `On ${view.clock === "calendar" ? "the calendar" : "one clock, in years since each country's first step"}. ${medianText(view)}`;

/** One sentence that says what the picture shows, for those who do not see it. */
function describe(view) {
  if (!view.shown.length) return "Accession paths: no country chosen.";
  const lengths = view.shown.map((path) => `${path.row.country}: ${lengthText(path, view.until)}`);
  return `Accession paths by ${ORDERS[view.order]}. ${lengths.join("; ")}. ${medianText(view)}`;
}

export function table(state, data) {
  const view = settle(state, data);
  const rows = view.shown.flatMap((path) => stepsOf(path, view.paths));
  return (
    tableHtml(`Steps of ${plural(view.shown.length, "country", "countries")}. ${medianText(view)}`, COLUMNS, rows) +
    '<p class="ad-note">A date of which only year or month is known counts from its middle. ' +
    "A founder took one step and so has no path to measure. The median of a stretch is that of all countries with a date for both of its steps.</p>"
  );
}

function symbol(step, x, y, hollow) {
  const ink = colour(step.rank);
  const drop = { triangle: 6, flag: 3 }[step.shape] ?? 3.8;
  return (
    mark(step.shape, x, y, ink, hollow, step.r) +
    text(x, y + drop, step.letter, { size: 10.5, weight: 700, anchor: "middle", fill: hollow ? INK : PAPER })
  );
}

const MARK = 24;

function draw(state, data, width) {
  const view = settle(state, data);
  const { shown, until } = view;
  const calendar = view.clock === "calendar";
  const head = heading({ title: `${plural(shown.length, "path")} into NATO`, subtitle: subtitle(view), width });
  const partly = shown.some((path) => path.dated.some((step) => step.precision !== "day"));
  const open = shown.some((path) => !path.complete && path.first !== null);
  const line = (dash) => (x, y) => `<path d="M${n(x)} ${y - 4}h20" stroke="${MUTED}" stroke-width="2" stroke-dasharray="${dash}"/>`;
  // Above the line, where no mark covers it.
  const caret = (x, y) => `<path d="M${n(x - 4.5)} ${n(y - 7)}h9l-4.5 7Z" fill="${INK}"/>`;
  const key = legend(
    [
      ...STEPS.map((step, rank) => ({ label: step.name, symbol: (x, y) => symbol({ ...step, rank }, x + 10, y - 4) })),
      ...(partly ? [{ label: "only month or year known", symbol: (x, y) => mark("circle", x + 10, y - 4, MUTED, true, 7) }] : []),
      ...(open ? [{ label: "path without entry", symbol: line("5 4") }] : []),
      ...(view.paths.median !== null ? [{ label: "end of the median path", symbol: (x, y) => caret(x + 10, y - 1) }] : []),
    ],
    width,
    head.bottom + 10,
  );
  const narrow = width < 520;
  const names = shown.map((path) => path.row.country);
  const gutter = Math.min(width * 0.34, Math.max(70, ...names.map((name) => textWidth(name, 13) * 1.1)));
  const left = (narrow ? 0 : gutter + 6) + 11;
  const right = width - 14;
  const firsts = shown.map((path) => path.first).filter((at) => at !== null);
  const ends = shown.flatMap((path) =>
    path.first === null ? [] : [path.complete ? path.dated[path.dated.length - 1].at - path.first : until + 1 - path.first],
  );
  const domain = calendar
    ? [Math.floor(Math.min(until - 10, ...firsts)), until + 1]
    : [0, Math.ceil(Math.max(1, ...ends, shown.length ? view.paths.median ?? 0 : 0))];
  const { x } = timeAxis({ domain, clock: view.clock, left, right, top: 0, bottom: 0 });
  const parts = [];
  const places = [];
  const start = key.bottom + 10;
  let top = start;
  for (const path of shown) {
    const zero = calendar ? 0 : path.first;
    const px = (at) => x(at - zero);
    const { places: spots, lanes } = pack(path.dated.map((step) => [[px(step.at) - MARK / 2, px(step.at) + MARK / 2]]), Infinity, 0);
    const label = lengthText(path, until);
    const nameLines = wrap(path.row.country, 13, narrow ? width : gutter);
    // On a phone the length follows the name, on the next line where it has to.
    const beside = textWidth(path.row.country, 13) * 1.12 + 8;
    const below = beside + textWidth(label, 12) > width ? 16 : 0;
    const base = top + (narrow ? 24 + below : 7) + MARK / 2 + 2;
    const after = missing(path);
    const lines = wrap(after, 11.5, width - left + 8);
    const body = path.dated.length ? base + (lanes - 0.5) * MARK : base - MARK / 2 - 4;
    const bottom = Math.max(body + lines.length * 15 + 8, narrow ? 0 : top + nameLines.length * 16 + 28);
    const isOpen = path.row.country === view.opened;
    parts.push(
      isOpen ? `<rect x="0" y="${n(top)}" width="${width}" height="${n(bottom - top)}" fill="var(--ad-panel)"/>` : "",
      `<path d="M0 ${n(top)}H${width}" stroke="var(--ad-grid)"/>`,
    );
    if (narrow) {
      parts.push(text(0, top + 17, path.row.country, { weight: 650 }));
      parts.push(text(below ? 0 : beside, top + 17 + below, label, { size: 12, fill: MUTED }));
    } else {
      nameLines.forEach((part, i) => parts.push(text(0, top + 19 + i * 16, part, { weight: 650 })));
      parts.push(text(0, top + 19 + nameLines.length * 16, label, { size: 12, fill: MUTED }));
    }
    if (path.first !== null) {
      const last = path.dated[path.dated.length - 1].at;
      const heads = path.steps.some((step) => step.status === "not yet");
      parts.push(`<path d="M${n(px(path.first))} ${n(base)}H${n(px(last))}" stroke="${MUTED}" stroke-width="2"/>`);
      if (!path.complete) {
        const end = px(until + 1);
        parts.push(
          `<path d="M${n(px(last))} ${n(base)}H${n(end)}" stroke="${MUTED}" stroke-width="2" stroke-dasharray="5 4"/>`,
          heads ? `<path d="M${n(end)} ${n(base - 5)}l9 5l-9 5Z" fill="${MUTED}"/>` : `<path d="M${n(end)} ${n(base - 6)}v12" stroke="${MUTED}" stroke-width="2"/>`,
        );
      }
      const usual = view.paths.median;
      if (usual !== null && (heads || path.years !== null) && path.first + usual - zero <= domain[1]) {
        parts.push(caret(px(path.first + usual), base - 11));
      }
    }
    path.dated.forEach((step, i) => {
      const y = base + spots[i].lane * MARK;
      if (spots[i].lane) parts.push(`<path d="M${n(px(step.at))} ${n(base)}V${n(y)}" stroke="${colour(step.rank)}" stroke-width="1.5"/>`);
    });
    path.dated.forEach((step, i) => parts.push(symbol(step, px(step.at), base + spots[i].lane * MARK, step.precision !== "day")));
    lines.forEach((part, i) => parts.push(text(left - 8, body + 13 + i * 15, part, { size: 11.5, fill: MUTED })));
    places.push({ id: path.row.country, x: 0, x1: width, y: top, y1: bottom });
    top = bottom;
  }
  const axis = shown.length ? timeAxis({ domain, clock: view.clock, left, right, top: start, bottom: top }) : { svg: "" };
  const notes = shown.length
    ? `${calendar ? "" : "Years since each country's first step. "}A date of which only month or year is known stands in the middle of it. Paths without entry are drawn to the end of ${until}; an arrow where the table lists steps as not yet taken.`
    : "No country chosen.";
  return { view, places, ...sheet({ parts: [head.svg, key.svg, axis.svg, ...parts], width, bottom: top + (shown.length ? 22 : 0), notes, description: describe(view) }) };
}

/** The picture of a state as SVG text. */
export const picture = (state, data, width) => draw(state, data, width).svg;

/** The ids of all sources of a path, for a list. */
const sourcesOf = (path) => ({
  source_id: unique(path.steps.flatMap((step) => (step.source_id ?? "").split(";")).filter(Boolean)).join(";"),
});

function detail(path, view, data) {
  const facts = stepsOf(path, view.paths).map(({ step, last, sinceFirst, sinceLast, usual }) => {
    if (!step.date) return [`${step.letter} ${step.name}`, statusText(step)];
    const date = dateText(step.date, step.precision) + (PARTLY[step.precision] ?? "");
    if (sinceFirst === null) return [`${step.letter} ${step.name}`, `${date}; first step`];
    return [
      `${step.letter} ${step.name}`,
      `${date}; ${span(sinceLast)} years after ${last.short} (median ${span(usual)}), ${span(sinceFirst)} after the first step`,
    ];
  });
  const sources = sourcesOf(path);
  const count = sources.source_id.split(";").filter(Boolean).length;
  const list = h("details", {}, h("summary", {}, plural(count, "source")));
  list.append(...sourceOf(sources, data.references).childNodes);
  return factList([
    ["Standing", path.complete ? "" : (STANDING[path.row.status] ?? path.row.status)],
    ["Length", `${lengthText(path, view.until)}${path.years === null || view.paths.median === null ? "" : ` (median ${span(view.paths.median)})`}`],
    ...facts,
    ["Note", path.row.note],
    ["Sources", count ? h("dd", {}, list) : ""],
  ]);
}

function render({ model, el }) {
  const data = model.get("data");
  const state = stateOf(model, TRAITS);
  const { now, put } = state;
  const notices = noticeBoard();
  const view = () => settle(now(), data);
  const countries = checklist("Countries", (values) => put({ countries: values }));
  const clock = choice("Clock", (value) => put({ clock: value }));
  const order = choice("Order of rows", (value) => put({ order: value }));
  const options = (table) => Object.entries(table).map(([value, label]) => ({ value, label }));

  function refresh() {
    const shown = view();
    countries.show(
      shown.paths.all.map(({ row, complete }) => ({
        value: row.country,
        label: complete ? `${row.country} (${row.round === 0 ? "founder" : (row.accession_date ?? "").slice(0, 4)})` : row.country,
      })),
      shown.countries,
    );
    clock.show(options(CLOCKS), shown.clock);
    order.show(options(ORDERS), shown.order);
  }

  let told = state.start.opened;
  function drawChart(panel, width, frame) {
    const shown = view();
    const path = shown.shown[shown.at];
    const steps = {
      count: shown.shown.length,
      at: shown.at,
      open: (position) => put({ opened: shown.shown[position].row.country }),
    };
    const picked = stepPlot(draw(now(), data, width), (country) => put({ opened: country }), "Paths, one country a row");
    const box = detailBox({
      ...steps,
      noun: "country",
      heading: path?.row.country,
      body: path ? detail(path, shown, data) : null,
      hint: shown.shown.length
        ? "Choose a row, or step through the countries with the buttons or the arrow keys."
        : "Choose a country from the list.",
    });
    refill(panel, h("div", { onkeydown: arrowSteps(steps) }, picked, box));
    notices.show(shown.notices, frame);
    frame.say(
      path && shown.opened !== told
        ? `${path.row.country}: ${lengthText(path, shown.until)}. ${missing(path)}`
        : describe(shown),
    );
    told = shown.opened;
  }

  const frame = chartExplorer({
    model,
    el,
    state,
    data,
    notices,
    label: "Accession paths",
    watch: TRAITS,
    controls: [countries.node, clock.node, order.node],
    refresh,
    noun: "step",
    settled: view,
    shown: () => view().shown.map(sourcesOf),
    count: () => view().shown.length * STEPS.length,
    drawChart,
    table,
    draw,
    csv: () => csvText(stepColumns(), steps(now(), data)),
    file: () => "accession-paths",
  });
  return frame.close;
}

export default { render };
