// The timeline: events in a band for each theme; on a phone, a list by year.

import { colour, heading, legend, mark, sheet, text } from "./kit/chart.js";
import { chartExplorer } from "./kit/charted.js";
import { entriesChart, LIST_WIDTH } from "./kit/entries.js";
import { button, checklist, h, words, yearRange } from "./kit/frame.js";
import { extent, pack, shorten, timeAxis } from "./kit/lanes.js";
import { factList } from "./kit/steps.js";
import { rowsOf, tableHtml } from "./kit/table.js";
import { dateText, listing, plural, textWidth, wrap, yearFraction } from "./kit/text.js";
import { knownNames, noticeBoard, sourceOf, stateOf } from "./kit/view.js";

const TRAITS = ["themes", "actors", "importance", "query", "period", "opened"];
const GRADINGS = { 1: "milestone", 2: "main event", 3: "detail" };
const MUTED = "var(--ad-muted)";
const BOLD = 1.12;
const LANE = 19;
const MAX_LANES = 24;
const LIST_LENGTH = 40;
const n = (value) => Number(value.toFixed(1));
const unique = (values) => [...new Set(values)];
const listOf = (value) => unique([].concat(value ?? []));
const sentence = (name) => name[0].toUpperCase() + name.slice(1).replace(/[-_]/g, " ");
const actorsOf = (row) => (row.actors ?? "").split(";").filter(Boolean);
const yearOf = (row) => Number(row.date.slice(0, 4));
const plain = (value) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function when(row) {
  const start = dateText(row.date, row.date_precision);
  return row.end_date ? `${start} to ${dateText(row.end_date, row.end_precision ?? "day")}` : start;
}

const UNKNOWN = { year: " (day and month not known)", month: " (day not known)" };

/** The state as far as the data carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const all = rowsOf(data.rows);
  const notices = [];
  const among = (value, known, what) => knownNames(value, known, what, notices);
  const allActors = unique(all.flatMap(actorsOf)).sort();
  const themes = among(state.themes, data.themes, "theme");
  const actors = among(state.actors, allActors, "actor");
  const gradings = among(listOf(state.importance).map(Number), [1, 2, 3], "importance");
  const years = all.map(yearOf);
  const span = years.length ? [Math.min(...years), Math.max(...years)] : [1949, 2025];
  const asked = [].concat(state.period ?? []).map(Number);
  const sound = asked.length === 2 && asked.every(Number.isInteger) && asked[0] <= asked[1];
  let period = span;
  if (sound && asked[0] <= span[1] && asked[1] >= span[0]) {
    period = [Math.max(span[0], asked[0]), Math.min(span[1], asked[1])];
    if (period.join() !== asked.join()) notices.push(`The events run from ${span[0]} to ${span[1]}.`);
  } else if (asked.length) {
    notices.push("The period asked for holds no event; all years are shown.");
  }
  const query = String(state.query ?? "");
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  const holds = (row) => {
    const content = plain([row.title, row.detail, row.actors, when(row)].join(" "));
    return wanted.every((word) => content.includes(word));
  };
  const rows = all.filter(
    (row) =>
      (!themes.length || themes.includes(row.theme)) &&
      (!actors.length || actorsOf(row).some((actor) => actors.includes(actor))) &&
      (!gradings.length || gradings.includes(row.importance)) &&
      // What lasted belongs to every year that it touches.
      yearOf(row) <= period[1] &&
      Number((row.end_date ?? row.date).slice(0, 4)) >= period[0] &&
      holds(row),
  );
  const opened = String(state.opened ?? "");
  const open = all.find((row) => row.id === opened) ?? null;
  if (opened && !open) notices.push(`There is no event “${opened}” here.`);
  return {
    themes, actors, gradings: gradings.length ? gradings : [1, 2, 3], allActors, period, span, query, rows,
    open, at: open ? rows.indexOf(open) : -1, notices, all,
  };
}

/** Positions, in the table, of the events on screen. Python's `selection` asks this too. */
export const select = (state, data) => settle(state, data).rows.map((row) => row.index);

/**
 * The period after a step: "in" and "out" halve and double it around `centre`, "earlier" and "later"
 * move it by half its length. It never leaves `span`.
 */
export function zoom([from, to], span, step, centre = (from + to) / 2) {
  const length = to - from + 1;
  const most = span[1] - span[0] + 1;
  const wide = Math.min(most, { in: Math.max(1, Math.round(length / 2)), out: length * 2 }[step] ?? length);
  const half = Math.max(1, Math.floor(length / 2));
  const start = { earlier: from - half, later: from + half }[step] ?? Math.round(centre - (wide - 1) / 2);
  const first = Math.max(span[0], Math.min(start, span[1] - wide + 1));
  return [first, first + wide - 1];
}

function subtitle(view) {
  const parts = [
    view.themes.length ? listing(view.themes.map(sentence)) : "all themes",
    view.actors.length ? listing(view.actors, "or") : "all actors",
  ];
  if (view.gradings.length < 3) parts.push(`importance ${listing(view.gradings)}`);
  if (view.query) parts.push(`“${view.query}”`);
  return parts.join(" · ");
}

const title = (view) => `${plural(view.rows.length, "event")}, ${years(view)}`;
const years = ({ period }) => (period[0] === period[1] ? `${period[0]}` : `${period[0]} to ${period[1]}`);

/** One sentence that says what the picture shows, for those who do not see it. */
const describe = (view) =>
  view.rows.length
    ? `Timeline, ${subtitle(view)}: ${title(view)}. First: ${view.rows[0].title}. Last: ${view.rows[view.rows.length - 1].title}.`
    : `Timeline, ${subtitle(view)}, ${years(view)}: no event fits these choices.`;

const COLUMNS = [
  { label: "Date", cell: (row) => when(row) },
  { label: "Event", cell: (row) => row.title },
  { label: "What happened", cell: (row) => row.detail },
  { label: "Who", cell: (row) => listing(actorsOf(row)) },
  { label: "Theme", cell: (row) => sentence(row.theme) },
  { label: "Importance*", cell: (row) => row.importance, numeric: true },
];

const GRADING_NOTE = "1 milestone, 2 main event, 3 detail: the module's own grading";

export function table(state, data) {
  const view = settle(state, data);
  return (
    tableHtml(`${title(view)}. ${subtitle(view)}.`, COLUMNS, view.rows) +
    `<p class="ad-note">* ${GRADING_NOTE}.</p>`
  );
}

/** The coarsest grading down to which `fits` says there is room for all; at least 1. */
const levelOf = (fits) => [3, 2].find(fits) ?? 1;

/** What the notes say of events without a label. */
function hiddenNote(shown, view, how) {
  const hidden = view.rows.length - shown;
  if (!hidden) return "";
  return `${plural(hidden, "further event")} ${how}; zoom in, filter or step through to read ${hidden === 1 ? "it" : "them"}.`;
}

function draw(state, data, width) {
  const view = settle(state, data);
  return width < LIST_WIDTH ? drawList(view, data, width) : drawBands(view, data, width);
}

/** Where the labels of one theme's events go: right of the mark, else left of it. */
function layOut(rows, x, left, right, limit) {
  const labels = rows.map((row) => {
    const at = x(yearFraction(row.date, row.date_precision));
    const size = 12.5;
    const weight = row.importance === 1 ? BOLD : 1;
    const room = Math.max(right - at, at - left) - 10;
    const label = shorten(row.title, size, room / weight);
    const wide = textWidth(label, size) * weight;
    const [from, to] = extent(row.date, row.date_precision);
    const until = row.end_date ? extent(row.end_date, row.end_precision ?? "day")[1] : to;
    const bar = [Math.max(left, x(from)), Math.min(right, x(until))];
    const low = Math.min(at - 6, bar[0]);
    const high = Math.max(at + 6, bar[1]);
    const spots = [];
    if (at + 10 + wide <= right) spots.push([low, Math.max(high, at + 10 + wide)]);
    if (at - 10 - wide >= left) spots.push([Math.min(low, at - 10 - wide), high]);
    return { row, at, label, bar, spots, rightwards: at + 10 + wide <= right };
  });
  const { places, lanes } = pack(labels.map((l) => l.spots), limit);
  return { labels: labels.map((label, i) => ({ ...label, place: places[i] })), lanes };
}

function drawBands(view, data, width) {
  const ink = (row) => colour(data.themes.indexOf(row.theme));
  const head = heading({ title: title(view), subtitle: subtitle(view), width });
  const bands = data.themes
    .map((theme) => ({ theme, rows: view.rows.filter((row) => row.theme === theme) }))
    .filter((band) => band.rows.length);
  const names = bands.map((band) => wrap(sentence(band.theme), 12, 92));
  const left = Math.max(0, ...names.flat().map((line) => textWidth(line, 12) * BOLD)) + 14;
  const right = width - 8;
  const domain = [view.period[0], view.period[1] + 1];
  const { x } = timeAxis({ domain, left, right, top: 0, bottom: 0 });
  const inside = (row) => Math.max(left, x(yearFraction(row.date, row.date_precision)));
  const lay = (level, limit) =>
    bands.map((band) =>
      layOut(band.rows.filter((row) => row.importance <= level), (year) => Math.max(left, x(year)), left, right, limit),
    );
  const lanesOf = (laid) => laid.reduce((sum, band) => sum + band.lanes, 0);
  const level = levelOf((grading) => lanesOf(lay(grading, Infinity)) <= MAX_LANES);
  const laid = lay(level, MAX_LANES);

  const marks = [];
  const places = [];
  const drawn = new Set();
  let ring = null;
  const kinds = { hollow: false, bar: false, tick: false };
  const keyTop = head.bottom + 8;
  let top = keyTop + 18;
  const rules = [];
  bands.forEach((band, b) => {
    const { labels, lanes } = laid[b];
    const rest = band.rows.filter((row) => !labels.some((l) => l.row === row && l.place));
    const height = Math.max(names[b].length * 14 + 16, lanes * LANE + (rest.length ? 16 : 0)) + 6;
    rules.push(`<path d="M0 ${n(top)}H${width}" stroke="var(--ad-grid)"/>`);
    names[b].forEach((line, i) =>
      marks.push(text(0, top + 17 + i * 14, line, { size: 12, weight: 650, fill: colour(data.themes.indexOf(band.theme)) })),
    );
    marks.push(text(0, top + 17 + names[b].length * 14, band.rows.length, { size: 12, fill: MUTED }));
    for (const { row, at, label, bar, spots, rightwards, place } of labels) {
      if (!place) continue;
      drawn.add(row);
      const y = top + 4 + place.lane * LANE + LANE / 2;
      const [low, high] = spots[place.spot];
      const toRight = rightwards && place.spot === 0;
      const hollow = row.date_precision !== "day";
      kinds.hollow ||= hollow;
      if (bar[1] - bar[0] > 13) {
        kinds.bar ||= Boolean(row.end_date);
        marks.push(
          `<path d="M${n(bar[0])} ${n(y + 7)}H${n(bar[1])}" stroke="${ink(row)}" stroke-width="${row.end_date ? 3 : 1}"${row.end_date ? "" : ' stroke-dasharray="2 2"'}/>`,
        );
      }
      if (row === view.open) ring = { at, y };
      marks.push(mark("circle", at, y, ink(row), hollow, 4.5));
      marks.push(
        text(toRight ? at + 10 : at - 10, y + 4.5, label, {
          size: 12.5, anchor: toRight ? "start" : "end", weight: row.importance === 1 ? 600 : 400,
        }),
      );
      places.push({ id: row.id, x: low, x1: high, y: y - LANE / 2, y1: y + LANE / 2 });
    }
    const base = top + height - 6;
    for (const row of rest) {
      kinds.tick = true;
      const at = inside(row);
      if (row === view.open) ring = { at, y: base - 6 };
      marks.push(`<path d="M${n(at)} ${n(base - 11)}v10" stroke="${ink(row)}" stroke-width="2" opacity=".8"/>`);
      places.push({ id: row.id, x: at, y: base - 11, y1: base });
    }
    top += height;
  });
  const key = legend(
    [
      ...(drawn.size ? [{ label: "event", shape: "circle" }] : []),
      ...(kinds.hollow ? [{ label: "only month or year known", shape: "circle", hollow: true }] : []),
      ...(kinds.bar
        ? [{ label: "how long it lasted", symbol: (kx, ky) => `<path d="M${n(kx)} ${ky - 4}h20" stroke="${MUTED}" stroke-width="3"/>` }]
        : []),
      ...(kinds.tick
        ? [{ label: "event without a label", symbol: (kx, ky) => `<path d="M${n(kx + 10)} ${ky - 10}v11" stroke="${MUTED}" stroke-width="2"/>` }]
        : []),
    ],
    width,
    keyTop,
  );
  // The key was given one line; a second one pushes the bands down.
  const shift = Math.max(0, key.bottom - (keyTop + 8));
  const axis = timeAxis({ domain, left, right, top: keyTop + 18 + shift, bottom: top + shift });
  const cursor = ring
    ? `<path d="M${n(ring.at)} ${n(keyTop + 18)}V${n(top)}" stroke="${MUTED}" stroke-dasharray="3 3"/>` +
      `<circle cx="${n(ring.at)}" cy="${n(ring.y)}" r="8.5" fill="none" stroke="var(--ad-ink)" stroke-width="2"/>`
    : "";
  const body = `<g transform="translate(0 ${shift})">${rules.join("")}${cursor}${marks.join("")}</g>`;
  const labelled =
    level < 3 && drawn.size < view.rows.length
      ? `Labels go down to importance ${level} (${GRADING_NOTE}). `
      : view.gradings.length < 3 ? `Importance: ${GRADING_NOTE}. ` : "";
  const notes = view.rows.length
    ? labelled +
      hiddenNote(drawn.size, view, "without a label") +
      (kinds.hollow ? " A date of which only month or year is known stands in the middle of it." : "")
    : "No event fits these choices.";
  return {
    view,
    places: places.map((place) => ({ ...place, y: place.y + shift, y1: place.y1 + shift })),
    ...sheet({
      parts: [head.svg, key.svg, axis.svg, body],
      width,
      bottom: top + shift + 24,
      notes: notes.trim(),
      description: describe(view),
    }),
  };
}

/**
 * The events of each year that a list has room for. Those it has not count as hidden in the
 * group before them, which so may run over several years: [{from, to, rows, hidden}].
 */
function listed(view) {
  const level = levelOf(
    (grading) => view.rows.filter((row) => row.importance <= grading).length <= LIST_LENGTH,
  );
  const groups = [];
  for (const year of unique(view.rows.map(yearOf))) {
    const all = view.rows.filter((row) => yearOf(row) === year);
    const rows = all.filter((row) => row.importance <= level || row === view.open);
    const hidden = all.length - rows.length;
    const last = groups[groups.length - 1];
    if (rows.length || !last) groups.push({ from: year, to: year, rows, hidden });
    else Object.assign(last, { to: year, hidden: last.hidden + hidden });
  }
  return groups;
}

function drawList(view, data, width) {
  const head = heading({ title: title(view), subtitle: subtitle(view), width });
  const parts = [head.svg];
  let y = head.bottom + 6;
  let shown = 0;
  for (const { from, rows } of listed(view)) {
    if (!rows.length) continue;
    y += 16;
    parts.push(text(0, y, from, { size: 14, weight: 650 }));
    for (const row of rows) {
      shown += 1;
      y += 19;
      parts.push(mark("circle", 8, y - 4, colour(data.themes.indexOf(row.theme)), row.date_precision !== "day"));
      wrap(row.title, 13, width - 22).forEach((line, i) => {
        if (i) y += 16;
        parts.push(text(22, y, line));
      });
      y += 15;
      parts.push(text(22, y, `${when(row)} · ${sentence(row.theme)}`, { size: 11.5, fill: MUTED }));
    }
    y += 6;
  }
  const notes = view.rows.length
    ? hiddenNote(shown, view, `left out of this list (importance: ${GRADING_NOTE})`).replace("; zoom in, filter or step through to read", "; the table holds")
    : "No event fits these choices.";
  return { view, places: [], ...sheet({ parts, width, bottom: y, notes, description: describe(view) }) };
}

/** The picture of a state as SVG text. */
export const picture = (state, data, width) => draw(state, data, width).svg;

function detail(row, data) {
  return h(
    "div",
    {},
    h("p", { class: "ad-lead" }, row.detail ?? ""),
    factList([
      ["Date", when(row) + (UNKNOWN[row.date_precision] ?? "")],
      ["Who", listing(actorsOf(row))],
      ["Theme", sentence(row.theme)],
      ["Importance", `${row.importance} of 3, ${GRADINGS[row.importance]} (the module's own grading)`],
      ["Source", sourceOf(row, data.references)],
    ]),
  );
}

function render({ model, el }) {
  const data = model.get("data");
  const state = stateOf(model, TRAITS);
  const { now, put } = state;
  const notices = noticeBoard();
  const view = () => settle(now(), data);

  const themes = checklist("Themes", (values) => put({ themes: values }), "all");
  const actors = checklist("Actors", (values) => put({ actors: values }), "all");
  const importance = checklist(
    "Importance",
    (values) => put({ importance: values.length ? values.map(Number) : [1, 2, 3] }),
    "all",
  );
  const query = words("Words", (value) => put({ query: value }));
  const period = yearRange((from, to) => put({ period: [from, to] }));
  const zoomer = (label, step) =>
    button(label, () => {
      const shown = view();
      const centre = shown.at >= 0 ? yearOf(shown.open) : undefined;
      put({ period: zoom(shown.period, shown.span, step, centre) });
    });
  const zooms = {
    in: zoomer("Zoom in", "in"),
    out: zoomer("Zoom out", "out"),
    earlier: zoomer("Earlier", "earlier"),
    later: zoomer("Later", "later"),
  };

  function refresh() {
    const shown = view();
    const counted = (values, value) => values.filter((v) => v === value).length;
    const allThemes = shown.all.map((row) => row.theme);
    const allActors = shown.all.flatMap(actorsOf);
    const gradings = shown.all.map((row) => row.importance);
    themes.show(
      data.themes.map((theme) => ({ value: theme, label: `${sentence(theme)} (${counted(allThemes, theme)})` })),
      shown.themes,
    );
    actors.show(
      shown.allActors.map((actor) => ({ value: actor, label: `${actor} (${counted(allActors, actor)})` })),
      shown.actors,
    );
    importance.show(
      [1, 2, 3].map((g) => ({ value: String(g), label: `${g}: ${GRADINGS[g]} (${counted(gradings, g)})` })),
      shown.gradings.map(String),
    );
    query.show(shown.query);
    period.show(shown.span, shown.period);
    for (const [step, node] of Object.entries(zooms)) {
      // Not `disabled`, which would drop the focus at the end of the way.
      node.setAttribute("aria-disabled", String(zoom(shown.period, shown.span, step).join() === shown.period.join()));
    }
  }

  const more = ({ from, to, rows, hidden }) =>
    button(
      `${plural(hidden, rows.length ? "more event" : "event")}, ${years({ period: [from, to] })}`,
      () => put({ period: [from, to] }),
      { "data-key": `year ${from}` },
    );
  const drawChart = entriesChart({
    state,
    notices,
    settled: view,
    draw: (width) => draw(now(), data, width),
    what: "Events in time",
    noun: "event",
    one: "an event",
    name: (row) => row.title,
    quoted: (row) => `“${row.title}”`,
    detail: (row) => detail(row, data),
    groups: (shown) =>
      listed(shown).map((years) => ({
        title: String(years.from),
        rows: years.rows,
        after: years.hidden ? [more(years)] : [],
      })),
    line: (row) => ({
      title: row.title,
      note: `${when(row)} · ${sentence(row.theme)}`,
      ink: colour(data.themes.indexOf(row.theme)),
    }),
    say: (row) => `${when(row)}: ${row.title}`,
    describe,
  });

  const frame = chartExplorer({
    model,
    el,
    state,
    data,
    notices,
    label: "Timeline",
    watch: TRAITS,
    controls: [
      themes.node,
      actors.node,
      importance.node,
      query.node,
      h("div", { class: "ad-zoom", role: "group", "aria-label": "Period" }, period.node, ...Object.values(zooms)),
    ],
    refresh,
    noun: "event",
    settled: view,
    shown: () => view().rows,
    drawChart,
    table,
    draw,
    wide: 960,
    file: () => "timeline",
  });
  return frame.close;
}

export default { render };
