// The KECI planner: the proposal's phases, components and conditions on a calendar of one's own.

import { chartExplorer } from "./kit/charted.js";
import { checklist, choice, h } from "./kit/frame.js";
import { barKey, gantt, monthIso, monthOf, monthText, spanKey } from "./kit/gantt.js";
import { detailBox, factList, plot, refill } from "./kit/steps.js";
import { csvText, rowsOf, tableHtml } from "./kit/table.js";
import { listing, MONTHS, plural } from "./kit/text.js";
import { noticeBoard, sourceOf, stateOf } from "./kit/view.js";

const LOOKS = {
  low: { ink: "var(--ad-c2)", hatch: 0 },
  medium: { ink: "var(--ad-c4)", hatch: 1 },
  high: { ink: "var(--ad-c5)", hatch: 2 },
};
const look = (sensitivity) => LOOKS[sensitivity] ?? { ink: "var(--ad-c7)", hatch: 0 };
const letter = (sensitivity) => (sensitivity ? sensitivity[0].toUpperCase() : "?");
const KINDS = {
  phase: "Phases",
  start: "Conditions of the start",
  component: "Components",
  parallel: "Parallel conditions",
  outcome: "What phase 3 becomes",
};
const PROPOSAL = "A proposal by the Kosovar Centre for Security Studies (KCSS), not NATO policy";
const CODING = "Sensitivity is this module’s own coding of the proposal’s words.";
const COLUMNS = ["item", "kind", "phase", "start", "end", "open_end", "sensitivity", "mechanisms"];

/** The phases with the range of months that each may take; an open one gets the range of a shown horizon. */
function phasesOf(rows, [least, most]) {
  return rows
    .filter((row) => row.kind === "phase")
    .map((row) => ({
      row,
      number: row.phases,
      name: row.component.split(":")[0],
      open: row.months_max === null,
      least: row.months_min ?? least,
      most: row.months_max ?? Math.max(most, row.months_min ?? 0),
    }));
}

/** The state as far as the proposal allows it, and sentences on what was asked for beyond it. */
export function settle(state, data) {
  const rows = rowsOf(data.rows);
  const notices = [];
  const phases = phasesOf(rows, data.horizon);

  const [earliest, latest] = data.months.map(monthOf);
  const asked = monthOf(state.start);
  const start = Math.max(earliest, Math.min(latest, Number.isNaN(asked) ? monthOf(data.usual.start) : asked));
  if (Number.isNaN(asked)) {
    notices.push(`“${state.start}” is no month such as 2026-01; the plan starts in ${monthText(start)}.`);
  } else if (start !== asked) {
    notices.push(`The plan can start from ${monthText(earliest)} to ${monthText(latest)}; it starts in ${monthText(start)}.`);
  }

  const given = [].concat(state.lengths ?? []);
  if (given.length !== phases.length && phases.length) {
    notices.push(`The plan needs ${plural(phases.length, "length")}, one for each phase; ${given.length} came. The usual lengths fill in.`);
  }
  const lengths = phases.map((phase, i) => {
    const usual = data.usual.lengths[i];
    if (i >= given.length) return usual;
    // Number("") and Number(null) are 0, which is no wish for an empty phase.
    const months = given[i] === "" || given[i] === null ? NaN : Math.round(Number(given[i]));
    if (Number.isNaN(months)) {
      notices.push(`A length of ${phase.name} is no number of months; ${usual} months are shown.`);
      return usual;
    }
    const kept = Math.max(phase.least, Math.min(phase.most, months));
    if (kept !== months) {
      const reason = phase.open
        ? `${phase.name} has no length in the proposal; ${phase.least} to ${phase.most} months of it can be shown`
        : `${phase.name} lasts ${phase.least} to ${phase.most} months in the proposal`;
      notices.push(`${reason}, so ${months} became ${kept}.`);
    }
    return kept;
  });

  const outcomes = rows.filter((row) => row.kind === "outcome");
  let outcome = outcomes.find((row) => row.id === state.outcome);
  if (!outcome && outcomes.length) {
    outcome = outcomes[0];
    notices.push(`There is no outcome “${state.outcome}”; “${outcome.component}” is shown.`);
  }

  const conditions = rows.filter((row) => row.phases === "start");
  const optional = rows.filter((row) => ["component", "parallel"].includes(row.kind) && !conditions.includes(row));
  const without = [...new Set([].concat(state.without ?? []))].filter((id) => {
    if (optional.some((row) => row.id === id)) return true;
    const condition = conditions.find((row) => row.id === id);
    notices.push(
      condition
        ? `“${condition.component}” cannot be left out: it is a condition of the start.`
        : `There is no component “${id}” to leave out.`,
    );
    return false;
  });
  return { rows, phases, start, lengths, outcome, conditions, optional, without, notices };
}

/** First month of each phase, and of what follows the last. */
function edges({ start, lengths }) {
  const all = [start];
  for (const months of lengths) all.push(all[all.length - 1] + months);
  return all;
}

/** Stretches of phases, each [first, last], from "1;2" or "1;3". */
function stretches(phases, words) {
  const found = [];
  phases.forEach((phase, i) => {
    if (!words.split(";").includes(phase.number)) return;
    const last = found[found.length - 1];
    if (last && last[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  });
  return found;
}

/** The plan's items in the order of the picture; months as numbers, `end` the first month after. */
function itemsOf(view, data) {
  const links = rowsOf(data.links);
  const at = edges(view);
  const kept = (row) =>
    row.kind === "phase" || row === view.outcome || view.conditions.includes(row) ||
    (view.optional.includes(row) && !view.without.includes(row.id));
  const order = Object.keys(KINDS);
  return view.rows
    .filter(kept)
    .flatMap((row) => {
      const group = view.conditions.includes(row) ? "start" : row.kind;
      const names = links.filter((link) => link.keci_id === row.id).map((link) => link.mechanism);
      const item = { row, group, mechanisms: [...new Set(names)] };
      if (group === "start") return [{ ...item, phase: "start", start: at[0], end: at[0], open: false }];
      return stretches(view.phases, row.phases).map(([first, last]) => ({
        ...item,
        phase: view.phases.slice(first, last + 1).map((phase) => phase.number).join(";"),
        start: at[first],
        end: at[last + 1],
        open: view.phases[last].open,
      }));
    })
    .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.row.index - b.row.index);
}

/** The plan as rows of text, as Python, the table and the CSV file give it. Ends are last months. */
export function plan(state, data) {
  return itemsOf(settle(state, data), data).map((item) => ({
    item: item.row.component,
    kind: item.row.kind,
    phase: item.phase,
    start: monthIso(item.start),
    end: monthIso(Math.max(item.start, item.end - 1)),
    open_end: item.open,
    sensitivity: item.row.sensitivity,
    mechanisms: item.mechanisms.join("; "),
  }));
}

/** Positions, in the table of the proposal, of what is in the plan. */
export const select = (state, data) =>
  [...new Set(itemsOf(settle(state, data), data).map((item) => item.row.index))];

/** First month after each phase: at the earliest, as chosen, at the latest; null where the proposal gives no length. */
function endsOf(view) {
  const at = edges(view);
  let [early, late] = [view.start, view.start];
  return view.phases.map((phase, i) => {
    early = phase.open ? null : early === null ? null : early + phase.least;
    late = phase.open ? null : late === null ? null : late + phase.most;
    return { phase, early, late, chosen: at[i + 1] };
  });
}

/** The plan in a sentence or two: the earliest and the latest end of each phase. */
export function sentence(state, data) {
  const view = settle(state, data);
  if (!view.phases.length) return "The table has no phases to plan.";
  const parts = endsOf(view).map(({ phase, early, late, chosen }) => {
    if (phase.open) return `${phase.name} has no end in the proposal and is shown up to ${monthText(chosen - 1)}`;
    const range = early === null
      ? ""
      : ` (at the earliest ${monthText(early - 1)}, at the latest ${monthText(late - 1)})`;
    return `${phase.name} ends in ${monthText(chosen - 1)}${range}`;
  });
  return `If the plan starts in ${monthText(view.start)}: ${listing(parts)}.`;
}

function draw(state, data, width, chosen) {
  const view = settle(state, data);
  const items = itemsOf(view, data);
  const at = edges(view);
  const ends = endsOf(view);
  const last = Math.max(at[at.length - 1], ...ends.map((end) => end.late ?? 0), view.start + 12);
  const rowOf = (item) => {
    const end = ends.find(({ phase }) => phase.row === item.row);
    return {
      id: items.indexOf(item),
      label: item.row.component,
      sub: item.mechanisms.join(", "),
      badge: letter(item.row.sensitivity),
      bars: item.group === "start" ? [] : [{ from: item.start, to: item.end, open: item.open, ...look(item.row.sensitivity) }],
      span: end && end.early !== null && end.late > end.early ? [end.early, end.late] : null,
      marks: item.group === "start" ? [{ at: item.start, ink: look(item.row.sensitivity).ink }] : [],
    };
  };
  const levels = Object.keys(LOOKS).filter((level) => items.some((item) => item.row.sensitivity === level));
  const conditions = view.conditions.map((row) => row.component);
  const drawn = gantt({
    width,
    title: "Kosovo Enhanced Cooperation Initiative: a plan",
    subtitle: `${PROPOSAL}. ${view.outcome ? view.outcome.component : ""}`.trim(),
    summary: sentence(state, data),
    description: describe(state, data),
    from: view.start,
    to: last,
    bands: view.phases.map((phase, i) => ({
      from: at[i],
      to: at[i + 1],
      labels: [
        `${phase.name}: ${view.lengths[i]} months${phase.open ? " shown" : ""}`, phase.name, phase.number,
      ],
    })),
    groups: Object.entries(KINDS)
      .map(([group, label]) => ({ label, rows: items.filter((item) => item.group === group).map(rowOf) }))
      .filter((group) => group.rows.length),
    legend: [
      ...levels.map((level) => barKey(`${level} sensitivity`, look(level), letter(level))),
      ...(conditions.length ? [{ label: "needed before the start", shape: "diamond" }] : []),
      ...(ends.some((end) => end.late > end.early) ? [spanKey("earliest to latest end")] : []),
      ...(items.some((item) => item.open) ? [barKey("no end in the proposal", { ink: "var(--ad-muted)", open: true })] : []),
    ],
    notes: [
      conditions.length ? `Nothing starts without ${listing(conditions.map((name) => `“${name}”`))}.` : "",
      CODING,
      "Small print below each item: what it draws on.",
    ].filter(Boolean).join(" "),
    chosen,
  });
  return { ...drawn, items };
}

/** What the picture shows, for those who do not see it. */
function describe(state, data) {
  const items = itemsOf(settle(state, data), data);
  return `KECI plan. ${sentence(state, data)} ${plural(items.length, "item")}.`;
}

/** The picture of a state as SVG text. */
export const picture = (state, data, width) => draw(state, data, width).svg;

const whenText = (item) =>
  item.group === "start"
    ? `before ${monthText(item.start)}`
    : item.open
      ? `from ${monthText(item.start)}, no end set`
      : `${monthText(item.start)} to ${monthText(item.end - 1)}`;

const kindText = (item) => (item.group === "start" ? "condition of the start" : item.row.kind);

export function table(state, data) {
  const items = itemsOf(settle(state, data), data);
  const columns = [
    { label: "Item", cell: (item) => item.row.component },
    { label: "Kind", cell: kindText },
    { label: "Phase", cell: (item) => item.phase.replaceAll(";", ", ") },
    { label: "When", cell: whenText },
    { label: "Sensitivity", cell: (item) => [item.row.sensitivity, item.row.sensitivity_note].filter(Boolean).join(": ") },
    { label: "Draws on", cell: (item) => item.mechanisms.join(", ") },
  ];
  return tableHtml(`${PROPOSAL}. ${sentence(state, data)} ${CODING}`, columns, items);
}

function detail(item, data) {
  const links = rowsOf(data.links).filter((link) => link.keci_id === item.row.id);
  return factList([
    ["When", whenText(item)],
    ["What", item.row.description],
    ["Sensitivity", `${item.row.sensitivity} (this module’s coding). ${item.row.sensitivity_note ?? ""}`],
    ["Basis", links.map((link) => `${link.relation} ${link.mechanism}${link.note ? ` (${link.note.replace(/\.$/, "")})` : ""}`).join("; ")],
    ["Source", sourceOf(item.row, data.references)],
  ]);
}

/** A start month as two lists. */
function monthField(label, [earliest, latest], onpick) {
  const pick = () => onpick(monthIso(12 * Number(year.value) + Number(month.value)));
  const month = h("select", { "aria-label": `${label}: month`, onchange: pick });
  const year = h("select", { "aria-label": `${label}: year`, onchange: pick });
  MONTHS.forEach((name, m) => month.append(h("option", { value: m }, name)));
  for (let y = Math.floor(earliest / 12); y <= Math.floor(latest / 12); y += 1) year.append(h("option", {}, String(y)));
  const node = h(
    "div",
    { class: "ad-field" },
    h("span", { "aria-hidden": "true" }, label),
    h("span", { class: "ad-pair ad-month" }, month, year),
  );
  const show = (value) => {
    month.value = String(value % 12);
    year.value = String(Math.floor(value / 12));
  };
  return { node, show };
}

/** The length of a phase as a slider, which cannot leave its range. */
function lengthField(phase, onpick) {
  // The slider itself says its value to a screen reader.
  const said = h("span", { "aria-hidden": "true" });
  const slider = h("input", {
    type: "range", min: phase.least, max: phase.most, step: 1,
    // The figure follows the pointer; the plan follows when it lets go.
    oninput: () => tell(),
    onchange: () => onpick(Number(slider.value)),
  });
  const tell = () => {
    said.textContent = plural(Number(slider.value), "month");
    slider.setAttribute("aria-valuetext", said.textContent);
  };
  const range = phase.open ? "open" : `${phase.least} to ${phase.most}`;
  const node = h("label", { class: "ad-field" }, h("span", {}, `${phase.name}: ${range}`), h("span", { class: "ad-slide" }, slider, said));
  const show = (months) => {
    slider.value = String(months);
    tell();
  };
  return { node, show };
}

function render({ model, el }) {
  const data = model.get("data");
  const TRAITS = ["start", "lengths", "outcome", "without"];
  const state = stateOf(model, TRAITS);
  const { now, put } = state;
  const notices = noticeBoard();
  const view = () => settle(now(), data);
  let chosen = null;

  const first = monthField("Start", data.months.map(monthOf), (value) => put({ start: value }));
  const sliders = view().phases.map((phase, i) =>
    lengthField(phase, (months) => put({ lengths: view().lengths.map((old, k) => (k === i ? months : old)) })),
  );
  const outcome = choice("In phase 3", (value) => put({ outcome: value }));
  const optional = view().optional;
  const shown = checklist(
    "Components and conditions",
    (values) => put({ without: optional.map((row) => row.id).filter((id) => !values.includes(id)) }),
    "none",
    (values) => `${values.length} of ${optional.length}`,
  );

  function refresh() {
    const settled = view();
    first.show(settled.start);
    sliders.forEach((slider, i) => slider.show(settled.lengths[i]));
    outcome.show(
      settled.rows.filter((row) => row.kind === "outcome")
        .map((row) => ({ value: row.id, label: row.component.replace(/^Outcome: /, "") })),
      settled.outcome?.id,
    );
    shown.show(
      optional.map((row) => ({ value: row.id, label: row.component })),
      optional.map((row) => row.id).filter((id) => !settled.without.includes(id)),
    );
  }

  function drawChart(panel, width, frame) {
    const { items, ...drawn } = draw(now(), data, width, chosen);
    const open = (position) => {
      chosen = position;
      frame.redraw();
      const { row } = items[position];
      queueMicrotask(() => frame.say(`${row.component}, ${whenText(items[position])}. Details below the chart.`));
    };
    if (chosen !== null && !items[chosen]) chosen = null;
    const at = chosen ?? -1;
    refill(
      panel,
      plot(drawn, open),
      detailBox({
        noun: "item", count: items.length, at, open,
        heading: items[at]?.row.component,
        body: at < 0 ? null : detail(items[at], data),
        hint: items.length ? "Choose a row, or step through the plan." : "The table has nothing to plan.",
      }),
    );
    notices.show(view().notices, frame);
    frame.say(describe(now(), data));
  }

  const items = () => itemsOf(view(), data);
  const frame = chartExplorer({
    model,
    el,
    state,
    data,
    notices,
    label: "KECI planner",
    watch: TRAITS,
    controls: [
      h("div", { class: "ad-row" }, outcome.node, shown.node),
      first.node,
      ...sliders.map((slider) => slider.node),
    ],
    refresh,
    forget: () => {
      chosen = null;
    },
    noun: "item",
    settled: view,
    shown: items,
    drawChart,
    table,
    draw,
    csv: () => csvText(COLUMNS, plan(now(), data)),
    file: () => "keci-plan",
    sources: () => {
      const ids = items().map((item) => item.row.id);
      return [...items().map((item) => item.row), ...rowsOf(data.links).filter((link) => ids.includes(link.keci_id))];
    },
  });
  return frame.close;
}

export default { render };
