// Records: any table as a list that is searched, filtered, sorted and opened row by row.

import { button, choice, explorer, h, save, words } from "./kit/frame.js";
import { csvText, rowsOf } from "./kit/table.js";
import { dateText, esc, plural } from "./kit/text.js";
import { citation, noticeBoard, sourcesPanel, stateOf } from "./kit/view.js";

const PAGE = 25;
// As many cards of a page a phone shows before it is asked for the rest; see .ad-later.
const CARDS = 8;
// Columns with nothing longer than this are as narrow as they can be.
const SHORT = 14;
// Columns with as much in an average row get room to be read.
const LONG = 40;
const TRAITS = ["query", "where", "sort", "page", "record"];
// Letters that do not come apart into a plain letter and a mark.
const PLAIN = { đ: "d", ł: "l", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
const MISSING = "\u2013";

const foldChar = (c) => {
  const small = c.toLowerCase();
  return PLAIN[small] ?? small.normalize("NFD").replace(/\p{M}/gu, "");
};
const fold = (text) => Array.from(text, foldChar).join("");
// A code such as vote_join may go on in the next line.
const breakable = (html) => html.replaceAll("_", "_<wbr>");
const termsOf = (query) => [...new Set(fold(String(query ?? "")).split(/\s+/).filter(Boolean))];

/** The text as markup, with every place that holds one of the folded terms marked. */
function marked(text, terms) {
  if (!terms.length) return breakable(esc(text));
  const chars = Array.from(text);
  // Which character of the text each character of the folded text comes from.
  const from = chars.flatMap((c, i) => Array.from(foldChar(c), () => i));
  const folded = fold(text);
  const on = new Set();
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
      for (let i = at; i < at + term.length; i += 1) on.add(from[i]);
    }
  }
  let html = "";
  for (const [i, c] of chars.entries()) {
    if (on.has(i) && !on.has(i - 1)) html += "<mark>";
    html += esc(c);
    if (on.has(i) && !on.has(i + 1)) html += "</mark>";
  }
  return breakable(html);
}

// ---- what a cell holds ----

const ISO = /^\d{4}-\d{2}-\d{2}$/;
const precisionOf = (row, name) => row[`${name.split("_")[0]}_precision`] ?? "day";

/** A cell for a reader. */
function textOf(row, name) {
  const value = row[name];
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (ISO.test(value)) return dateText(value, precisionOf(row, name));
  // Lists of a table are joined by semicolons.
  return String(value).replace(/;(?=\S)/g, "; ");
}

/** A cell for a file: a date goes as far as it is known. */
function valueOf(row, name) {
  const value = row[name];
  if (typeof value !== "string" || !ISO.test(value)) return value;
  return value.slice(0, { year: 4, month: 7 }[precisionOf(row, name)] ?? 10);
}

const levelOf = (row, name) => String(row[name] ?? "");
const levelText = (level) => ({ "": "not given", true: "yes", false: "no" })[level] ?? level;

/** Rows as the data have them, each with its key and with the folded text that is searched. */
const prepared = new WeakMap();
function recordsOf(data) {
  if (!prepared.has(data)) {
    const rows = rowsOf(data.rows);
    prepared.set(
      data,
      rows.map((row) => ({
        row,
        key: data.key ? String(row[data.key]) : String(row.index + 1),
        folded: fold(data.shown.map((name) => textOf(row, name)).join("\n")),
      })),
    );
  }
  return prepared.get(data);
}

/** How the columns look: numbers to the right, and narrow where all that they hold is short. */
const looks = new WeakMap();
function looksOf(data) {
  if (!looks.has(data)) {
    const rows = recordsOf(data).map(({ row }) => row);
    looks.set(
      data,
      Object.fromEntries(
        data.shown.map((name) => {
          const number = rows.some((row) => typeof row[name] === "number") && "ad-num";
          const short = rows.every((row) => textOf(row, name).length <= SHORT) && "ad-short";
          const letters = rows.reduce((sum, row) => sum + textOf(row, name).length, 0);
          const long = letters > LONG * rows.length && "ad-long";
          return [name, [number, short, long].filter(Boolean).join(" ")];
        }),
      ),
    );
  }
  return looks.get(data);
}

function compare(a, b) {
  if (typeof a === "string" && typeof b === "string") {
    const [x, y] = [fold(a), fold(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return Number(a) - Number(b);
}

/** Rising or falling, what is missing last, and equal ones as they stand. */
function sorted(records, name, down) {
  if (!name) return records;
  const given = records.filter(({ row }) => row[name] !== null && row[name] !== undefined);
  const missing = records.filter((record) => !given.includes(record));
  given.sort((a, b) => compare(a.row[name], b.row[name]) * (down ? -1 : 1));
  return [...given, ...missing];
}

/** Records of a group together, groups in the order in which they first come in the table. */
function grouped(records, data) {
  if (!data.group) return records;
  const order = [...new Set(recordsOf(data).map(({ row }) => levelOf(row, data.group)))];
  const place = new Map(order.map((level, i) => [level, i]));
  return [...records].sort(
    (a, b) => place.get(levelOf(a.row, data.group)) - place.get(levelOf(b.row, data.group)),
  );
}

const label = (data, name) => data.fields.find((field) => field.name === name)?.label ?? name;

/** The state as far as the data carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const all = recordsOf(data);
  const notices = [];
  const terms = data.search ? termsOf(state.query) : [];

  const where = {};
  for (const part of Array.isArray(state.where) ? state.where : []) {
    const [name, ...rest] = String(part).split("=");
    const value = rest.join("=");
    const known =
      data.filters.some((filter) => filter.name === name) &&
      all.some(({ row }) => levelOf(row, name) === value);
    if (known) where[name] = value;
    else notices.push(`There is no record with “${part}”; that choice is left out.`);
  }

  const asked = String(state.sort ?? "");
  const down = asked.startsWith("-");
  let by = down ? asked.slice(1) : asked;
  if (by && !data.shown.includes(by)) {
    notices.push(`There is no column “${by}” to sort by.`);
    by = "";
  }

  const fits = ({ row, folded }, without = "") =>
    terms.every((term) => folded.includes(term)) &&
    Object.entries(where).every(([name, value]) => name === without || levelOf(row, name) === value);
  const records = grouped(sorted(all.filter((record) => fits(record)), by, down), data);
  const counts = Object.fromEntries(
    data.filters.map(({ name }) => {
      const count = {};
      for (const record of all) {
        if (!fits(record, name)) continue;
        const level = levelOf(record.row, name);
        count[level] = (count[level] ?? 0) + 1;
      }
      return [name, count];
    }),
  );

  const pages = Math.max(1, Math.ceil(records.length / PAGE));
  let page = Number(state.page);
  if (!(Number.isInteger(page) && page >= 1 && page <= pages)) {
    notices.push(`There is no page “${state.page}”; page 1 is shown.`);
    page = 1;
  }
  let open = null;
  if (state.record) {
    const place = records.findIndex(({ key }) => key === state.record);
    if (place >= 0) {
      open = records[place];
      // A link to a record finds it, on whatever page it stands.
      page = Math.floor(place / PAGE) + 1;
    } else {
      const known = all.some(({ key }) => key === state.record);
      notices.push(
        `${known ? "The choices leave out the record" : "There is no record"} “${state.record}”.`,
      );
    }
  }
  return { total: all.length, records, counts, terms, where, by, down, page, pages, open, notices };
}

/** Positions, in the table, of the records that fit, in the order shown. Python's `selection` asks this. */
export const select = (state, data) => settle(state, data).records.map(({ row }) => row.index);

// ---- markup: `live` has the controls that need a script ----

function sentence(view) {
  const { records, total, page, pages } = view;
  const count =
    records.length === total
      ? plural(total, "record")
      : `${records.length} of ${plural(total, "record")}`;
  if (pages === 1) return `${count}.`;
  const first = (page - 1) * PAGE + 1;
  return `${count}; ${first} to ${Math.min(first + PAGE - 1, records.length)} on this page.`;
}

function headHtml(view, data, live) {
  const cells = data.shown.map((name) => {
    const words = esc(label(data, name));
    const order = view.by === name ? (view.down ? "descending" : "ascending") : "none";
    const sign = { ascending: "\u25b4", descending: "\u25be", none: "" }[order];
    const inner = live
      ? `<button type="button" data-sort="${esc(name)}">${words}<span aria-hidden="true"> ${sign}</span></button>`
      : words;
    return `<th scope="col" role="columnheader" class="${looksOf(data)[name]}"${live ? ` aria-sort="${order}"` : ""}>${inner}</th>`;
  });
  const more = live ? '<th scope="col" role="columnheader"><span class="ad-hidden">Details</span></th>' : "";
  return `<thead role="rowgroup"><tr role="row">${cells.join("")}${more}</tr></thead>`;
}

function rowHtml({ row, key }, view, data, live, later) {
  const look = later ? ' class="ad-later"' : "";
  const cells = data.shown.map((name, i) => {
    const text = textOf(row, name);
    // The day stays with its month; the year may go below them.
    const whole = ISO.test(row[name]) ? text.replace(/^(\d+) /, "$1\u00a0") : text;
    const inner = text ? marked(whole, view.terms) : MISSING;
    const rest = `class="${looksOf(data)[name]}" data-label="${esc(label(data, name))}"><span>${inner}</span>`;
    return i ? `<td role="cell" ${rest}</td>` : `<th scope="row" role="rowheader" ${rest}</th>`;
  });
  if (!live) return `<tr role="row">${cells.join("")}</tr>`;
  const open = view.open?.key === key;
  const title = data.shown.map((name) => textOf(row, name)).filter(Boolean)[0] ?? key;
  const more =
    `<td role="cell"><button type="button" class="ad-button" data-record="${esc(key)}" ` +
    `aria-expanded="${open}" aria-label="Details of ${esc(title)}">Details</button></td>`;
  return (
    `<tr role="row"${look}>${cells.join("")}${more}</tr>` +
    (open
      ? `<tr role="row" class="ad-open"><td role="cell" colspan="${data.shown.length + 1}">` +
        `<div class="ad-detail">${detailHtml(row, data)}</div></td></tr>`
      : "")
  );
}

/** Every column of a record, with what it means. */
function detailHtml(row, data) {
  const facts = data.fields.map(({ name, label, meaning, unit }) => {
    const value = data.sources.includes(name)
      ? row[name] && citation({ source_id: row[name] }, data.references)
      : esc(textOf(row, name));
    const about = [meaning, unit && `Unit: ${unit}.`].filter(Boolean).join(" ");
    return (
      `<dt>${esc(label)}</dt><dd>${value || "not given"}` +
      `${about ? `<span class="ad-note ad-meaning">${esc(about)}</span>` : ""}</dd>`
    );
  });
  return `<dl>${facts.join("")}</dl>`;
}

function tableMarkup(records, view, data, live, cards = Infinity) {
  const caption = `${data.caption ? `${esc(data.caption)} ` : ""}${sentence(view)}`;
  const width = data.shown.length + (live ? 1 : 0);
  let body = "";
  let level = null;
  for (const [i, record] of records.entries()) {
    const own = data.group ? levelOf(record.row, data.group) : "";
    if (own !== level) {
      body += `${level === null ? "" : "</tbody>"}<tbody role="rowgroup">`;
      if (data.group) {
        const head = `${label(data, data.group)}: ${textOf(record.row, data.group) || "not given"}`;
        body += `<tr role="row" class="ad-group${i < cards ? "" : " ad-later"}"><th role="rowheader" scope="rowgroup" colspan="${width}">${esc(head)}</th></tr>`;
      }
      level = own;
    }
    body += rowHtml(record, view, data, live, i >= cards);
  }
  return (
    `<table class="ad-table ad-cards ad-records" role="table"><caption>${caption}</caption>` +
    `${headHtml(view, data, live)}${level === null ? "" : `${body}</tbody>`}</table>`
  );
}

/** All records that fit, as one table without controls. */
export function table(state, data) {
  const view = { ...settle(state, data), pages: 1 };
  return tableMarkup(view.records, view, data, false);
}

/** What a page shows without JavaScript. */
export function fallback(state, data) {
  const name = esc(data.caption || "Records");
  return `<div class="ad-scroll" tabindex="0" role="region" aria-label="${name}">${table(state, data)}</div>`;
}

function pagerHtml({ page, pages }, place) {
  if (pages === 1) return "";
  const step = (to, words) =>
    `<button type="button" class="ad-button" data-page="${to}" data-place="${place} ${words}"` +
    `${to < 1 || to > pages ? ' aria-disabled="true"' : ""}>${words}</button>`;
  return (
    `<nav class="ad-pages" aria-label="Pages, ${place} the records">` +
    `${step(page - 1, "Previous")}<span>Page ${page} of ${pages}</span>${step(page + 1, "Next")}</nav>`
  );
}

/** The page of records that is on screen, with its controls; a phone shows `cards` of them. */
function pageHtml(view, data, cards) {
  const first = (view.page - 1) * PAGE;
  const records = view.records.slice(first, first + PAGE);
  const later = records.length - cards;
  if (!view.records.length) return `<p>No record fits the words and choices above.</p>`;
  return (
    pagerHtml(view, "above") +
    tableMarkup(records, view, data, true, cards) +
    (later > 0
      ? `<button type="button" class="ad-button ad-more" data-more>Show ${later} more on this page</button>`
      : "") +
    pagerHtml(view, "below")
  );
}

function render({ model, el }) {
  const data = model.get("data");
  const { now, start, put } = stateOf(model, TRAITS);
  const board = noticeBoard();
  const view = () => settle(now(), data);
  // The view whose page a phone shows whole: another one starts with its first cards again.
  let whole = "";
  const viewKey = () => JSON.stringify({ ...now(), record: "" });
  // Other records: whatever was open or turned to is left.
  const look = (changes) => put({ ...changes, page: "1", record: "" });

  const search = words("Search", (text) => look({ query: text }));
  const lists = data.filters.map(({ name }) => ({
    name,
    ...choice(label(data, name), (value) => {
      const { where } = view();
      const others = Object.entries(where).filter(([filter]) => filter !== name);
      const pairs = value === "all" ? others : [...others, [name, value.slice(1)]];
      look({ where: pairs.map(([filter, level]) => `${filter}=${level}`) });
    }),
  }));

  function refresh() {
    const { where, counts } = view();
    search.show(now().query);
    for (const list of lists) {
      const count = counts[list.name];
      const { values } = data.filters.find(({ name }) => name === list.name);
      const sum = Object.values(count).reduce((a, b) => a + b, 0);
      // A value never reads like "all", since it has a sign before it.
      const levels = recordsOf(data).some(({ row }) => levelOf(row, list.name) === "")
        ? [...values, ""]
        : values;
      list.show(
        [
          { value: "all", label: `all (${sum})` },
          ...levels.map((level) => ({
            value: `=${level}`,
            label: `${levelText(level)} (${count[level] ?? 0})`,
          })),
        ],
        list.name in where ? `=${where[list.name]}` : "all",
      );
    }
  }

  function draw(panel, width, frame) {
    const current = view();
    const focused = panel.contains(document.activeElement) ? { ...document.activeElement.dataset } : {};
    const place = current.records.indexOf(current.open) - (current.page - 1) * PAGE;
    const entire = whole === viewKey() || (current.open && place >= CARDS);
    panel.innerHTML = pageHtml(current, data, entire ? Infinity : CARDS);
    // The same control again, which the drawing has replaced.
    for (const name of ["sort", "record", "place"]) {
      if (!(name in focused)) continue;
      const all = [...panel.querySelectorAll(`[data-${name}]`)];
      all.find((node) => node.dataset[name] === focused[name])?.focus({ preventScroll: true });
    }
    if (focused.place?.startsWith("below")) panel.scrollIntoView({ block: "start" });
    board.show(current.notices, frame);
    const order = current.by
      ? ` Sorted by ${label(data, current.by)}, ${current.down ? "falling" : "rising"}.`
      : "";
    frame.say(
      (current.records.length ? sentence(current) : "No record fits.") +
        order +
        (current.pages > 1 ? ` Page ${current.page} of ${current.pages}.` : "") +
        (current.open ? " Details are open." : ""),
    );
  }

  function act(event) {
    const rest = event.target.closest("[data-more]");
    if (rest) {
      whole = viewKey();
      const later = [...el.querySelectorAll(".ad-later")];
      for (const node of later) node.classList.remove("ad-later");
      rest.remove();
      later.map((node) => node.querySelector("button")).find(Boolean)?.focus({ preventScroll: true });
      return;
    }
    const node = event.target.closest("[data-sort], [data-record], [data-page]");
    if (!node || node.getAttribute("aria-disabled")) return;
    const { sort, record, page } = node.dataset;
    const current = view();
    if (sort) {
      // Rising, falling, and back to the order of the table.
      const next = { [sort]: `-${sort}`, [`-${sort}`]: "" }[now().sort] ?? sort;
      put({ sort: next, page: "1", record: "" });
    } else if (page) {
      put({ page, record: "" });
    } else {
      const open = current.open?.key === record;
      put({ record: open ? "" : record, page: String(current.page) });
    }
  }
  el.addEventListener("click", act);

  const merged = () =>
    view().records.map(({ row }) => ({
      source_id: data.sources.map((name) => row[name]).filter(Boolean).join(";"),
    }));
  const csv = () => {
    const names = [...data.shown, ...data.sources.filter((name) => !data.shown.includes(name))];
    const rows = view().records.map(({ row }) =>
      Object.fromEntries(names.map((name) => [name, valueOf(row, name)])),
    );
    save("records.csv", csvText(names, rows), "text/csv;charset=utf-8");
  };
  const frame = explorer({
    model,
    el,
    label: data.caption || "Records",
    watch: TRAITS,
    controls: [...(data.search ? [search.node] : []), ...lists.map(({ node }) => node)],
    refresh,
    reset: () => {
      board.clear(frame);
      put({ ...start, tab: "table" });
    },
    panels: [
      { id: "table", label: "Table", draw },
      sourcesPanel(merged, data.references),
      {
        id: "download",
        label: "Download",
        draw: (panel, width, frame) => {
          panel.replaceChildren(
            h("p", {}, `${plural(view().records.length, "record")}, exactly as shown, with the keys of their sources.`),
            h("div", { class: "ad-downloads" }, button("CSV file", csv)),
          );
          frame.say("Download of what is shown.");
        },
      },
    ],
  });
  return () => {
    el.removeEventListener("click", act);
    frame.close();
  };
}

export default { render };
