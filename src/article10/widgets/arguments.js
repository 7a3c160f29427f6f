// The argument map: a matrix with a mark for each statement; on a phone, a list by row.

import { colour, heading, legend, mark, sheet, text } from "./kit/chart.js";
import { chartExplorer } from "./kit/charted.js";
import { entriesChart, LIST_WIDTH } from "./kit/entries.js";
import { checklist, choice, h } from "./kit/frame.js";
import { factList } from "./kit/steps.js";
import { rowsOf, tableHtml } from "./kit/table.js";
import { dateText, esc, listing, plural, textWidth, wrap } from "./kit/text.js";
import { knownNames, noticeBoard, sourceOf, stateOf } from "./kit/view.js";

const FILTERS = { proposition: "propositions", side: "sides", stance: "stances", ground: "grounds" };
const TRAITS = [...Object.values(FILTERS), "rows", "columns", "opened"];
const ROWS = ["proposition", "ground", "side"];
const COLUMNS = ["side", "stance"];
// For: a circle; against: a diamond; hollow: with a reservation.
const STANCES = {
  supports: { shape: "circle", ink: colour(0), r: 6.5 },
  conditional: { shape: "circle", ink: colour(0), r: 6.5, hollow: true },
  neutral: { shape: "square", ink: colour(7), r: 6, hollow: true },
  sceptical: { shape: "diamond", ink: colour(1), r: 5, hollow: true },
  opposes: { shape: "diamond", ink: colour(1), r: 5 },
};
const MUTED = "var(--ad-muted)";
const STEP = 24;
const BOLD = 1.1;
const n = (value) => Number(value.toFixed(1));
const glyph = ({ stance }, x, y) => {
  const { shape, ink, hollow, r } = STANCES[stance];
  return mark(shape, x, y, ink, hollow, r);
};
const emptyBox = (x, y, width, height) =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="4" fill="none" stroke="${MUTED}" stroke-dasharray="2 4" opacity=".7"/>`;
const when = (row) => (row.date ? dateText(row.date, row.date_precision ?? "day") : "date not known");
const EMPTY = "An empty box says that this table holds no statement, not that nobody made one.";

/** The state as far as the data carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const all = rowsOf(data.rows);
  const notices = [];
  const chosen = {};
  for (const [dimension, trait] of Object.entries(FILTERS)) {
    chosen[dimension] = knownNames(state[trait], data.levels[dimension], dimension, notices);
  }
  const kind = (value, known, what) => knownNames(value, known, `kind of ${what}`, notices)[0] ?? known[0];
  const down = kind(state.rows, ROWS, "row");
  let across = kind(state.columns, COLUMNS, "column");
  if (down === across) across = "stance";
  const fits = (row) =>
    Object.entries(chosen).every(([dimension, names]) => !names.length || names.includes(row[dimension]));
  const names = (dimension) =>
    data.levels[dimension].filter((name) => !chosen[dimension].length || chosen[dimension].includes(name));
  const order = (row) => Object.keys(STANCES).indexOf(row.stance);
  const lines = names(down).map((name) => {
    const ours = all.filter((row) => row[down] === name);
    const cells = names(across).map((column) => {
      const here = ours.filter((row) => row[across] === column);
      const rows = here.filter(fits).sort((a, b) => order(a) - order(b) || a.index - b.index);
      return { name: column, rows, hidden: here.length - rows.length };
    });
    return {
      name,
      cells,
      rows: cells.flatMap((cell) => cell.rows),
      hidden: cells.reduce((sum, cell) => sum + cell.hidden, 0),
      empty: cells.filter((cell) => !cell.rows.length && !cell.hidden).map((cell) => cell.name),
    };
  });
  const rows = lines.flatMap((line) => line.rows);
  const opened = String(state.opened ?? "");
  const open = all.find((row) => row.id === opened) ?? null;
  if (opened && !open) notices.push(`There is no statement “${opened}” here.`);
  return { chosen, down, across, lines, rows, open, at: open ? rows.indexOf(open) : -1, notices, all };
}

/** Positions, in the table, of the statements on screen. Python's `selection` asks this too. */
export const select = (state, data) => settle(state, data).rows.map((row) => row.index);

const title = (view) => `${plural(view.rows.length, "statement")} by ${view.down} and ${view.across}`;
const subtitle = (view) =>
  Object.values(view.chosen).filter((names) => names.length).map((names) => listing(names, "or")).join(" · ") ||
  "all that the table holds";

function gaps(view) {
  const empty = view.lines.reduce((sum, line) => sum + line.empty.length, 0);
  const boxes = view.lines.reduce((sum, line) => sum + line.cells.length, 0);
  return `${empty} of ${plural(boxes, "box", "boxes")} ${empty === 1 ? "is" : "are"} empty`;
}

/** How many of the columns hold something in this row. */
const filled = (line, view) => `${line.cells.length - line.empty.length} of ${plural(line.cells.length, view.across)}`;

/** One sentence that says what the picture shows, for those who do not see it. */
function describe(view) {
  const about = `Argument map, ${subtitle(view)}: `;
  if (!view.rows.length) return `${about}no statement fits these choices.`;
  const counts = Object.keys(STANCES)
    .map((stance) => [view.rows.filter((row) => row.stance === stance).length, stance])
    .filter(([count]) => count)
    .map(([count, stance]) => `${count} ${stance}`);
  return `${about}${title(view)}; ${listing(counts)}. ${gaps(view)}.`;
}

const CELLS = [
  { label: "Who, when", html: (row) => `${esc(row.role ? `${row.holder}, ${row.role}` : row.holder)}<br>${esc(when(row))}` },
  { label: "Side", cell: (row) => row.side },
  { label: "On what", cell: (row) => row.proposition },
  { label: "Stance", cell: (row) => row.stance },
  { label: "Ground", cell: (row) => row.ground },
  { label: "Argument, in our words", cell: (row) => row.argument },
];

/** What nobody said, row by row, as a list. */
function silence(view) {
  const items = view.lines
    .filter((line) => line.empty.length)
    .map((line) => `<li><b>${esc(line.name)}</b>: ${esc(line.empty.join(", "))}</li>`);
  return items.length ? `<p class="ad-note">No statement in this table. ${EMPTY}</p><ul class="ad-sources">${items.join("")}</ul>` : "";
}

export function table(state, data) {
  const view = settle(state, data);
  return tableHtml(`${title(view)}. ${subtitle(view)}.`, CELLS, view.rows) + silence(view);
}

function draw(state, data, width) {
  const view = settle(state, data);
  return width < LIST_WIDTH ? drawList(view, width) : drawMatrix(view, width);
}

const stancesOf = (view) =>
  Object.keys(STANCES)
    .filter((stance) => view.rows.some((row) => row.stance === stance))
    .map((stance) => ({ label: stance, symbol: (x, y) => glyph({ stance }, x + 10, y - 4) }));

/** The columns' names: upright where every word has room, else slanted. Returns {svg, height, right}. */
function columnHeads(names, left, width) {
  const size = 12.5;
  const room = (width - left) / Math.max(1, names.length);
  if (names.every((name) => name.split(" ").every((word) => textWidth(word, size) * BOLD <= room - 8))) {
    const lines = names.map((name) => wrap(name, size * BOLD, room - 8));
    const height = Math.max(0, ...lines.map((own) => own.length)) * 15 + 4;
    const svg = lines.flatMap((own, i) =>
      own.map((line, k) =>
        text(left + (i + 0.5) * room, height - 6 - (own.length - 1 - k) * 15, line, { size, anchor: "middle", weight: 600 }),
      ),
    );
    return { svg: svg.join(""), height, right: width };
  }
  const [cos, sin] = [0.8, 0.6];
  const long = names.map((name) => textWidth(name, size) * BOLD);
  // What the last names reach beyond their columns is taken from the columns.
  const over = Math.max(0, ...long.map((wide, i) => wide * cos - (names.length - i - 0.5) * room));
  const right = width - over;
  const step = (right - left) / names.length;
  const height = Math.max(...long) * sin + 14;
  const svg = names.map(
    (name, i) =>
      `<g transform="translate(${n(left + (i + 0.5) * step)} ${n(height - 6)}) rotate(-36.9)">${text(0, 0, name, { size, weight: 600 })}</g>`,
  );
  return { svg: svg.join(""), height, right };
}

function drawMatrix(view, width) {
  const head = heading({ title: title(view), subtitle: subtitle(view), width });
  const hides = view.lines.some((line) => line.hidden);
  const key = legend(
    [
      ...stancesOf(view),
      { label: "no statement in this table", symbol: (x, y) => emptyBox(x, y - 12, 20, 15) },
      ...(hides
        ? [{ label: "left out by the choices", symbol: (x, y) => text(x + 10, y, "(2)", { size: 12, anchor: "middle", fill: MUTED }) }]
        : []),
    ],
    width,
    head.bottom + 8,
  );
  const left = Math.min(150, Math.max(80, ...view.lines.map((line) => textWidth(line.name, 13) * BOLD + 12)));
  const columns = columnHeads((view.lines[0]?.cells ?? []).map((cell) => cell.name), left, width);
  const top = key.bottom + 14;
  const parts = [head.svg, key.svg, `<g transform="translate(0 ${n(top)})">${columns.svg}</g>`];
  const places = [];
  let y = top + columns.height;
  for (const line of view.lines) {
    const step = (columns.right - left) / line.cells.length;
    const perLine = Math.max(1, Math.floor((step - 6) / STEP));
    const most = Math.max(...line.cells.map((cell) => Math.ceil(cell.rows.length / perLine)));
    const names = wrap(line.name, 13 * BOLD, left - 12);
    const high = Math.max(names.length * 16 + 22, most * STEP + 10);
    names.forEach((name, i) => parts.push(text(0, y + 18 + i * 16, name, { weight: 600 })));
    parts.push(text(0, y + 18 + names.length * 16, filled(line, view), { size: 12, fill: MUTED }));
    line.cells.forEach(({ rows, hidden }, i) => {
      const x = left + i * step;
      const middle = x + step / 2;
      if (!rows.length && !hidden) {
        parts.push(emptyBox(x + 3, y + 3, step - 6, high - 6));
        return;
      }
      parts.push(`<rect x="${n(x + 3)}" y="${n(y + 3)}" width="${n(step - 6)}" height="${n(high - 6)}" rx="4" fill="var(--ad-panel)"/>`);
      const lines = Math.ceil(rows.length / perLine);
      rows.forEach((row, k) => {
        const inLine = Math.min(perLine, rows.length - Math.floor(k / perLine) * perLine);
        const at = { x: middle + ((k % perLine) - (inLine - 1) / 2) * STEP, y: y + high / 2 + (Math.floor(k / perLine) - (lines - 1) / 2) * STEP };
        if (row === view.open) {
          parts.push(`<circle cx="${n(at.x)}" cy="${n(at.y)}" r="11" fill="none" stroke="var(--ad-ink)" stroke-width="2"/>`);
        }
        parts.push(glyph(row, at.x, at.y));
        places.push({ id: row.id, ...at });
      });
      if (hidden) {
        const low = rows.length ? y + high - 7 : y + high / 2 + 4;
        parts.push(text(rows.length ? x + step - 6 : middle, low, `(${hidden})`, { size: 12, anchor: rows.length ? "end" : "middle", fill: MUTED }));
      }
    });
    y += high;
  }
  const notes = view.all.length ? `${gaps(view)}. ${EMPTY}` : "There is no statement in this table.";
  return { view, places, ...sheet({ parts, width, bottom: y + 6, notes, description: describe(view) }) };
}

/** What else a line of the list says of a statement. */
const rest = (row, view) =>
  ["side", "proposition", "stance", "ground"].filter((name) => name !== view.down).map((name) => row[name]).join(" · ");

/** What a row of the list does not show. */
const remarks = ({ hidden, empty }) => [
  ...(hidden ? [`${plural(hidden, "statement")} left out by the choices`] : []),
  ...(empty.length ? [`No statement: ${empty.join(", ")}`] : []),
];

function drawList(view, width) {
  const head = heading({ title: title(view), subtitle: subtitle(view), width });
  const key = legend(stancesOf(view), width, head.bottom + 8);
  const parts = [head.svg, key.svg];
  let y = key.bottom + 4;
  const put = (content, size, x, options = {}) =>
    wrap(content, size * (options.weight ? BOLD : 1), width - x).forEach((words) => {
      y += size + 3.5;
      parts.push(text(x, y, words, { size, ...options }));
    });
  for (const line of view.lines) {
    y += 8;
    put(line.name, 14, 0, { weight: 650 });
    for (const row of line.rows) {
      y += 4;
      parts.push(glyph(row, 9, y + 12));
      put(row.holder, 13, 24);
      put(rest(row, view), 11.5, 24, { fill: MUTED });
    }
    y += 4;
    for (const remark of remarks(line)) put(remark, 11.5, 24, { fill: MUTED });
  }
  const notes = view.all.length ? `${gaps(view)}. ${EMPTY}` : "There is no statement in this table.";
  return { view, places: [], ...sheet({ parts, width, bottom: y, notes, description: describe(view) }) };
}

/** The picture of a state as SVG text. */
export const picture = (state, data, width) => draw(state, data, width).svg;

function detail(row, data) {
  return h(
    "div",
    {},
    h("p", { class: "ad-lead" }, row.argument),
    factList([
      ["Stance", `${row.stance}, on ${row.proposition}`],
      ["Ground", row.ground],
      ["Role", row.role],
      ["Side", row.side],
      ["Date", when(row)],
      ["Coding", "argument in our words; stance and ground as this module reads the statement"],
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

  const LABELS = { proposition: "On what", side: "Sides", stance: "Stances", ground: "Grounds" };
  const filters = Object.entries(FILTERS).map(([dimension, trait]) => ({
    dimension,
    ...checklist(LABELS[dimension], (values) => put({ [trait]: values }), "all"),
  }));
  const down = choice("Rows", (value) => put({ rows: value }));
  const across = choice("Columns", (value) => put({ columns: value }));
  function refresh() {
    const shown = view();
    for (const { dimension, show } of filters) {
      const count = (name) => shown.all.filter((row) => row[dimension] === name).length;
      show(
        data.levels[dimension].map((name) => ({ value: name, label: `${name} (${count(name)})` })),
        shown.chosen[dimension],
      );
    }
    const options = (names) => names.map((name) => ({ value: name, label: `${name}s` }));
    down.show(options(ROWS), shown.down);
    across.show(options(COLUMNS.filter((name) => name !== shown.down)), shown.across);
  }

  const drawChart = entriesChart({
    state,
    notices,
    settled: view,
    draw: (width) => draw(now(), data, width),
    what: "Statements in their boxes",
    noun: "statement",
    one: "a statement",
    name: (row) => row.holder,
    quoted: (row) => `The statement of ${row.holder}`,
    detail: (row) => detail(row, data),
    groups: ({ lines }) =>
      lines.map((line) => ({
        title: line.name,
        rows: line.rows,
        after: remarks(line).map((remark) => h("p", { class: "ad-note" }, remark)),
      })),
    line: (row, shown) => {
      const title = h("span", {});
      title.innerHTML =
        `<svg class="ad-glyph" width="18" height="18" aria-hidden="true">${glyph(row, 9, 9)}</svg>${esc(row.holder)}`;
      return { title, note: rest(row, shown), ink: STANCES[row.stance].ink };
    },
    say: (row) => `${row.holder}, ${row.side}, ${row.stance}, on ${row.proposition}`,
    describe,
  });

  const frame = chartExplorer({
    model,
    el,
    state,
    data,
    notices,
    label: "Argument map",
    watch: TRAITS,
    controls: [...filters.map((filter) => filter.node), down.node, across.node],
    refresh,
    noun: "statement",
    settled: view,
    shown: () => view().rows,
    drawChart,
    table,
    draw,
    wide: 960,
    file: () => "arguments",
  });
  return frame.close;
}

export default { render };
