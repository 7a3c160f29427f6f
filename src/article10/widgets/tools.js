// The explorer of partnership tools: launch, cycles, who can join, and what KECI draws on.

import { bipartite, nestedList, neighbours } from "./kit/bipartite.js";
import { chartExplorer } from "./kit/charted.js";
import { choice, h, words } from "./kit/frame.js";
import { barKey, gantt, monthOf } from "./kit/gantt.js";
import { detailBox, factList, plot, refill } from "./kit/steps.js";
import { csvText, rowsOf, tableHtml } from "./kit/table.js";
import { dateText, esc, listing, plural } from "./kit/text.js";
import { noticeBoard, sourceOf, stateOf } from "./kit/view.js";

const VIEWS = {
  launch: "Launch: when each tool came",
  cycles: "Cycles: when they end and coincide",
  keci: "KECI: which part draws on which tool",
};
const STATUS = {
  yes: { label: "political status required", ink: "var(--ad-c5)", hatch: 2, letter: "Y" },
  contested: { label: "contested", ink: "var(--ad-c4)", hatch: 1, letter: "C" },
  no: { label: "no status required", ink: "var(--ad-c2)", hatch: 0, letter: "N" },
};
const lookOf = (tool) => STATUS[tool.requires_political_status] ?? { ink: "var(--ad-c7)", letter: "?" };
// Kosovo takes part in some form.
const OPEN = ["in place", "ad hoc", "observer"];
const CODING = "Purpose, need of a status and Kosovo’s standing are this module’s own coding.";
const unique = (values) => [...new Set(values.filter(Boolean))];
const nameOf = (tool) => (tool.acronym ? `${tool.tool} (${tool.acronym})` : tool.tool);
const shortOf = (tool) => tool.acronym || tool.tool;
const noted = (value, note) => (note ? `${value}: ${note}` : value);

/** The state as far as the tables carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const tools = rowsOf(data.tools);
  const notices = [];
  const among = (value, known, what) => {
    if (!value || known.includes(value)) return value ?? "";
    notices.push(`There is no ${what} “${value}” in this table; all are shown.`);
    return "";
  };
  let { view } = state;
  if (!VIEWS[view]) {
    notices.push(`There is no view “${view}”; the launches are shown.`);
    view = "launch";
  }
  const purposes = unique(tools.map((tool) => tool.purpose_category));
  const statuses = unique(tools.map((tool) => tool.requires_political_status));
  const standings = unique(tools.map((tool) => tool.kosovo_status));
  const purpose = among(state.purpose, purposes, "purpose");
  const status = among(state.status, statuses, "answer on status");
  const kosovo = among(state.kosovo, ["open", ...standings], "standing of Kosovo");
  const join = String(state.join ?? "");

  let year = Number(state.year);
  if (!/^\d{4}$/.test(String(state.year)) || year < 1990 || year > 2100) {
    notices.push(`“${state.year}” is no year from 1990 to 2100; the cycles start in ${data.until}.`);
    year = data.until;
  }

  const wanted = join.trim().toLowerCase();
  const fitting = tools.filter(
    (tool) =>
      (!purpose || tool.purpose_category === purpose) &&
      (!status || tool.requires_political_status === status) &&
      (!kosovo || (kosovo === "open" ? OPEN.includes(tool.kosovo_status) : tool.kosovo_status === kosovo)) &&
      (!wanted || (tool.who_can_join ?? "").toLowerCase().includes(wanted)),
  );
  const filtered = Boolean(purpose || status || kosovo || wanted);

  const parts = rowsOf(data.parts);
  const links = rowsOf(data.links)
    .filter((link) => parts.some((part) => part.id === link.keci_id))
    // What is no partnership tool has no purpose or status that a filter could keep.
    .filter((link) => !filtered || fitting.some((tool) => tool.id === link.tool_id));
  const graph = graphOf(parts, tools, links);
  let highlight = state.highlight ?? "";
  if (highlight && ![...graph.left, ...graph.right].some((node) => node.id === highlight)) {
    notices.push(`“${highlight}” is no part of KECI or tool among the links shown; none stands out.`);
    highlight = "";
  }

  const compare = [0, 1].map((i) => {
    const asked = [].concat(state.compare ?? [])[i];
    const found = tools.find((tool) => tool.id === asked) ?? tools[Math.min(i, tools.length - 1)];
    if (found && found.id !== asked) notices.push(`There is no tool “${asked ?? ""}” to compare; ${shortOf(found)} stands in.`);
    return found;
  });
  return {
    view, purpose, status, kosovo, join, year, highlight, compare: compare.filter(Boolean),
    tools, fitting, graph, links, purposes, statuses, standings, notices,
  };
}

/** KECI's parts on the left, what they draw on at the right. */
function graphOf(parts, tools, links) {
  const endOf = (link) => link.tool_id ?? link.mechanism;
  return {
    left: parts
      .filter((part) => links.some((link) => link.keci_id === part.id))
      .map((part) => ({ id: part.id, label: part.component, note: part.kind === "parallel" ? "parallel condition" : "", row: part })),
    right: unique(links.map(endOf)).map((id) => {
      const tool = tools.find((row) => row.id === id);
      const ours = links.filter((link) => endOf(link) === id);
      return tool
        ? { id, label: tool.acronym ? nameOf(tool) : tool.tool, row: tool, tool }
        : { id, label: ours[0].mechanism, row: ours[0], hollow: true };
    }),
    links: links.map((link) => ({ from: link.keci_id, to: endOf(link), relation: link.relation, row: link })),
  };
}

/** Tools on screen, in the order of the picture. */
function toolsOnScreen(view) {
  if (view.view === "cycles") return view.fitting.filter((tool) => tool.cycle_years > 0);
  if (view.view === "keci") return view.graph.right.map((node) => node.tool).filter(Boolean);
  const inTime = [...view.fitting].sort((a, b) => (a.launched < b.launched ? -1 : a.launched > b.launched ? 1 : a.index - b.index));
  return view.purposes.flatMap((purpose) => inTime.filter((tool) => tool.purpose_category === purpose));
}

/** Positions, in their tables, of the tools and of the links on screen. Python asks these, too. */
export const select = (state, data) => toolsOnScreen(settle(state, data)).map((tool) => tool.index);
export const linksOnScreen = (state, data) => settle(state, data).links.map((link) => link.index);

const launchText = (tool) => (tool.launched ? dateText(tool.launched, tool.launched_precision) : "not known");
const runText = (tool) =>
  tool.ended ? `${launchText(tool)}, ended ${dateText(tool.ended, tool.ended_precision ?? "day")}` : `${launchText(tool)}, still runs`;

/** Years in which a cycle ends, from a start year to a last one. */
function cycleEnds(tool, from, to) {
  const found = [];
  for (let year = from + tool.cycle_years; year <= to; year += tool.cycle_years) found.push(year);
  return found;
}

/** Years of the reviews inside the cycles. */
const midTerms = (tool, from, to) =>
  tool.mid_term ? [from, ...cycleEnds(tool, from, to)].map((year) => year + tool.mid_term).filter((year) => year <= to) : [];

/** Two rounds of the longest cycle. */
const lastYear = (tools, from) => from + 2 * Math.max(1, ...tools.map((tool) => tool.cycle_years));

const TERMS = [
  ["Purpose category", (tool) => tool.purpose_category],
  ["Purpose", (tool) => tool.purpose],
  ["Launch", runText],
  ["Cycle", (tool) => [tool.cycle, tool.cycle_note].filter(Boolean).join(". ")],
  ["Who can join", (tool) => tool.who_can_join],
  ["Political status required", (tool) => noted(tool.requires_political_status, tool.status_note)],
  ["Where Kosovo stands", (tool) => noted(tool.kosovo_status, tool.kosovo_note)],
];
// Where a value has a note, it is the value that agrees or differs.
const COMPARED = {
  "Political status required": (tool) => tool.requires_political_status,
  "Where Kosovo stands": (tool) => tool.kosovo_status,
};

/** The two tools side by side, term by term. */
export function comparison(state, data) {
  const two = settle(state, data).compare;
  if (two.length < 2) return [];
  return TERMS.map(([term, text]) => {
    const value = COMPARED[term] ?? text;
    const [a, b] = two;
    return { term, [shortOf(a)]: text(a) || "not known", [shortOf(b)]: text(b) || "not known", differs: value(a) !== value(b) };
  });
}

function compareHtml(state, data) {
  const [a, b] = settle(state, data).compare;
  if (!b) return '<p class="ad-note">The table has no two tools to compare.</p>';
  const rows = comparison(state, data);
  const differing = rows.filter((row) => row.differs).length;
  const columns = [
    {
      label: "",
      html: (row) => `${esc(row.term)}<br><span class="ad-differs">${row.differs ? "≠ differs" : "= same"}</span>`,
    },
    ...[a, b].map((tool) => ({ label: shortOf(tool), cell: (row) => row[shortOf(tool)] })),
  ];
  return tableHtml(`${nameOf(a)} beside ${nameOf(b)}: ${differing} of ${rows.length} points differ. ${CODING}`, columns, rows);
}

function choices(view) {
  return [
    view.purpose,
    view.status && `political status required: ${view.status}`,
    view.kosovo && (view.kosovo === "open" ? "Kosovo takes part in some form" : `Kosovo: ${view.kosovo}`),
    view.join.trim() && `who can join: “${view.join.trim()}”`,
  ].filter(Boolean).join(" · ");
}

function drawLaunch(view, data, width, chosen) {
  const tools = toolsOnScreen(view);
  const end = 12 * (data.until + 1);
  const known = tools.filter((tool) => tool.launched);
  const from = 12 * Math.min(data.until - 1, ...known.map((tool) => Number(tool.launched.slice(0, 4))));
  const levels = Object.keys(STATUS).filter((level) => tools.some((tool) => tool.requires_political_status === level));
  const rowOf = (tool) => {
    const first = tool.launched ? monthOf(tool.launched) : null;
    const last = tool.ended ? monthOf(tool.ended) + 1 : end;
    const ticks = [];
    if (first !== null && tool.cycle_years) {
      for (let at = first + 12 * tool.cycle_years; at < last; at += 12 * tool.cycle_years) ticks.push(at);
    }
    return {
      id: tool.index,
      label: `${nameOf(tool)}, ${tool.launched?.slice(0, 4) ?? "year not known"}`,
      badge: lookOf(tool).letter,
      bars: first === null ? [] : [{ from: first, to: last, open: !tool.ended, ...lookOf(tool) }],
      ticks,
    };
  };
  return gantt({
    width,
    title: "Partnership tools by purpose, from their launch",
    subtitle: choices(view),
    description: describe(view, data),
    from,
    to: end,
    groups: view.purposes
      .map((purpose) => ({
        label: purpose[0].toUpperCase() + purpose.slice(1),
        rows: tools.filter((tool) => tool.purpose_category === purpose).map(rowOf),
      }))
      .filter((group) => group.rows.length),
    legend: [
      ...levels.map((level) => barKey(STATUS[level].label, STATUS[level], STATUS[level].letter)),
      ...(tools.some((tool) => !tool.ended) ? [barKey("still runs", { ink: "var(--ad-muted)", open: true })] : []),
      ...(tools.some((tool) => tool.cycle_years)
        ? [{ label: "length of a cycle", symbol: (x, y) => `<path d="M${x + 2} ${y - 6}v7m8-7v7m8-7v7" stroke="var(--ad-ink)"/>` }]
        : []),
    ],
    notes: tools.length
      ? `${CODING} Cycle marks count from the launch; they are no dates of events. Where only the year of a launch is known, the bar starts in its January.`
      : "No tool fits these choices.",
    chosen,
  });
}

function drawCycles(view, data, width, chosen) {
  const tools = toolsOnScreen(view);
  const from = view.year;
  const to = lastYear(tools, from);
  const without = view.fitting.filter((tool) => !tools.includes(tool)).map(shortOf);
  const years = Array.from({ length: to - from }, (_, i) => from + 1 + i);
  const due = (year) => tools.filter((tool) => [...cycleEnds(tool, from, to), ...midTerms(tool, from, to)].includes(year)).length;
  const notes = unique(tools.map((tool) => tool.cycle_note));
  return gantt({
    width,
    title: `Cycles of partnership tools from ${from}`,
    subtitle: [choices(view), `as if every cycle began in January ${from}`].filter(Boolean).join(" · "),
    description: describe(view, data),
    from: 12 * from,
    to: 12 * to,
    groups: [
      {
        rows: tools.map((tool) => ({
          id: tool.index,
          label: shortOf(tool),
          sub: tool.cycle,
          bars: [from, ...cycleEnds(tool, from, to)].filter((year) => year < to).map((year) => ({
            from: 12 * year + 1.2, to: 12 * Math.min(to, year + tool.cycle_years) - 1.2, ink: "var(--ad-grid)",
          })),
          marks: [
            ...cycleEnds(tool, from, to).map((year) => ({ at: 12 * year, ink: "var(--ad-c0)" })),
            ...midTerms(tool, from, to).map((year) => ({ at: 12 * year, ink: "var(--ad-c0)", hollow: true })),
          ],
        })),
      },
      ...(tools.length > 1
        ? [{ rows: [{ label: "Falling due together", texts: years.map((year) => ({ at: 12 * year, text: String(due(year)) })) }] }]
        : []),
    ],
    legend: tools.length
      ? [
          { label: "end of a cycle", shape: "diamond", ink: "var(--ad-c0)" },
          ...(tools.some((tool) => tool.mid_term) ? [{ label: "review at mid-term", shape: "diamond", ink: "var(--ad-c0)", hollow: true }] : []),
        ]
      : [],
    notes: [
      tools.length ? "Real cycles begin when NATO and the partner agree, so this shows the rhythm and no calendar." : "No tool with a cycle of whole years fits these choices.",
      ...notes,
      without.length ? `Without such a cycle: ${listing(without)}.` : "",
    ].filter(Boolean).join(" "),
    chosen,
  });
}

function graphSpec(view, data, width) {
  return {
    ...view.graph,
    width,
    highlight: view.highlight,
    title: "What the parts of KECI draw on",
    subtitle: ["A proposal by KCSS (2025), not NATO policy", choices(view)].filter(Boolean).join(" · "),
    description: describe(view, data),
    heads: ["Part of KECI", "Draws on"],
    clusters: ["Parts that share what they draw on", "Parts with a basis of their own"],
    relations: { "draws on": "none", "follows the precedent of": "7 4", "ends in": "2 3" },
    hollow: "no partnership tool",
    solid: "partnership tool",
    notes: view.links.length ? "Links as the paper names them; other links are possible." : "No link fits these choices.",
  };
}

function draw(state, data, width, chosen) {
  const view = settle(state, data);
  if (view.view === "launch") return drawLaunch(view, data, width, chosen);
  if (view.view === "cycles") return drawCycles(view, data, width, chosen);
  return bipartite(graphSpec(view, data, width));
}

/** What the picture shows, for those who do not see it. */
function describe(view, data) {
  const tools = toolsOnScreen(view);
  const head = [VIEWS[view.view], choices(view)].filter(Boolean).join(" · ");
  if (view.view === "keci") {
    const found = view.highlight ? ` ${highlightText(view)}` : "";
    return `${head}: ${plural(view.links.length, "link")} between ${plural(view.graph.left.length, "part")} and ${plural(view.graph.right.length, "basis", "bases")}.${found}`;
  }
  if (!tools.length) return `${head}: no tool fits these choices.`;
  if (view.view === "cycles") {
    return `${head}, from ${view.year}: ${tools.map((tool) => `${shortOf(tool)} every ${plural(tool.cycle_years, "year")}`).join(", ")}.`;
  }
  const over = tools.filter((tool) => tool.ended).length;
  return `${head}: ${plural(tools.length, "tool")}, ${over ? `${over} of them ended` : "all still running"}, as known in ${data.until}.`;
}

/** The links of the highlighted part or tool in a sentence. */
function highlightText(view) {
  const { node, ends } = neighbours(view.graph, view.highlight);
  return `${node.label}: ${listing(ends.map((end) => end.text))}.`;
}

/** The picture of a state as SVG text; links on a phone are a nested list, which reads better there. */
export const picture = (state, data, width) => {
  const view = settle(state, data);
  return view.view === "keci" && width < 560 ? nestedList(graphSpec(view, data, width)) : draw(state, data, width).svg;
};

const LINK_COLUMNS = [
  { label: "Part of KECI", cell: (link) => link.part },
  { label: "Relation", cell: (link) => link.relation },
  { label: "Mechanism", cell: (link) => link.mechanism },
  { label: "Partnership tool", cell: (link) => link.tool || "none" },
  { label: "Note", cell: (link) => link.note ?? "" },
];
const CYCLE_COLUMNS = [
  { label: "Tool", cell: (tool) => nameOf(tool) },
  { label: "Cycle", cell: (tool) => tool.cycle },
  { label: "Cycle ends", cell: (tool) => tool.cycle_ends },
  { label: "Mid-term reviews", cell: (tool) => tool.mid_terms },
  { label: "Note", cell: (tool) => tool.cycle_note ?? "" },
];

/** What the view shows as rows of text: for the table and the CSV file. */
function shownRows(view) {
  const tools = toolsOnScreen(view);
  if (view.view === "keci") {
    return view.graph.links.map(({ row }) => ({
      ...row,
      part: view.graph.left.find((node) => node.id === row.keci_id).label,
      tool: view.tools.find((tool) => tool.id === row.tool_id)?.tool ?? "",
    }));
  }
  if (view.view === "launch") return tools;
  const to = lastYear(tools, view.year);
  return tools.map((tool) => ({
    ...tool,
    cycle_ends: cycleEnds(tool, view.year, to).join(", "),
    mid_terms: midTerms(tool, view.year, to).join(", "),
  }));
}

export function table(state, data) {
  const view = settle(state, data);
  const rows = shownRows(view);
  const columns = {
    launch: [["Tool", nameOf], ...TERMS.filter(([term]) => term !== "Purpose")].map(([label, cell]) => ({ label, cell })),
    cycles: CYCLE_COLUMNS,
    keci: LINK_COLUMNS,
  }[view.view];
  const said = view.view === "launch" ? ` ${CODING}` : "";
  return `<div class="ad-wide">${tableHtml(describe(view, data) + said, columns, rows)}</div>`;
}

const CSV = {
  launch: (data) => data.tools.map((column) => column.name).filter((name) => !["mid_term", "cycle_note"].includes(name)),
  cycles: () => ["id", "tool", "acronym", "cycle", "cycle_years", "cycle_ends", "mid_terms", "cycle_note", "source_id", "locator"],
  keci: () => ["keci_id", "part", "relation", "mechanism", "tool_id", "tool", "note", "source_id", "locator"],
};

const detail = (tool, data) =>
  factList([
    ...TERMS.map(([term, text]) => [term, text(tool)]),
    ["Source", sourceOf(tool, data.references)],
  ]);

function linkDetail(view, data) {
  const { node, ends } = neighbours(view.graph, view.highlight);
  const joined = (name) => unique(ends.map((end) => end.row[name])).join("; ");
  return factList([
    ["What", node.row.description ?? node.tool?.purpose ?? ""],
    ["Links", ends.map((end) => noted(end.text, end.row.note?.replace(/\.$/, ""))).join("; ")],
    ["Source", sourceOf({ source_id: ends[0].row.source_id, locator: joined("locator") }, data.references)],
  ]);
}

const SUFFIX = { open: "takes part: in place, ad hoc or observer" };

function render({ model, el }) {
  const data = model.get("data");
  const TRAITS = ["view", "purpose", "status", "join", "kosovo", "year", "highlight", "compare"];
  const state = stateOf(model, TRAITS);
  const { now, put } = state;
  const notices = noticeBoard();
  const settled = () => settle(now(), data);
  let chosen = null;

  const kind = choice("View", (value) => put({ view: value }));
  const purpose = choice("Purpose", (value) => put({ purpose: value }));
  const status = choice("Status required", (value) => put({ status: value }));
  const kosovo = choice("Where Kosovo stands", (value) => put({ kosovo: value }));
  const join = words("Who can join: words", (value) => put({ join: value }));
  const year = choice("Cycles start in", (value) => put({ year: value }));
  const highlight = choice("Bring out", (value) => put({ highlight: value }));
  const sides = [0, 1].map((i) => {
    const side = choice(i ? "with" : "Compare", (value) =>
      put({ compare: settled().compare.map((tool, k) => (k === i ? value : tool.id)) }),
    );
    side.node.querySelector("select").setAttribute("data-key", `side${i}`);
    return side;
  });
  const pair = h("div", { class: "ad-controls" }, ...sides.map((side) => side.node));
  const compared = h("div", { class: "ad-compare" });

  const options = (values, label = (value) => value) => values.map((value) => ({ value, label: label(value) }));
  const any = { value: "", label: "any" };

  function refresh() {
    const view = settled();
    const comparing = model.get("tab") === "compare";
    kind.show(options(Object.keys(VIEWS), (value) => VIEWS[value]), view.view);
    purpose.show([any, ...options(view.purposes)], view.purpose);
    status.show([any, ...options(view.statuses)], view.status);
    kosovo.show([any, ...options(["open", ...view.standings], (value) => SUFFIX[value] ?? value)], view.kosovo);
    join.show(view.join);
    const first = Math.min(data.until - 5, view.year);
    const years = Array.from({ length: Math.max(data.until + 10, view.year) - first + 1 }, (_, i) => String(first + i));
    year.show(options(years), String(view.year));
    highlight.show(
      [
        { value: "", label: "nothing" },
        ...view.graph.left.map((node) => ({ value: node.id, label: `Part: ${node.label}` })),
        ...view.graph.right.map((node) => ({ value: node.id, label: `Basis: ${node.label}` })),
      ],
      view.highlight,
    );
    year.node.hidden = view.view !== "cycles";
    highlight.node.hidden = view.view !== "keci";
    // The comparison has its own two lists; nothing above would change it.
    for (const control of [kind, purpose, status, kosovo, join]) control.node.hidden = comparing;
    if (comparing) year.node.hidden = highlight.node.hidden = true;
    sides.forEach((side, i) => side.show(view.tools.map((tool) => ({ value: tool.id, label: nameOf(tool) })), view.compare[i]?.id));
  }

  function drawChart(panel, width, frame) {
    const view = settled();
    const drawing = view.view === "keci" ? drawLinks : drawBars;
    drawing(panel, width, frame, view);
    notices.show(view.notices, frame);
    frame.say(describe(view, data));
  }

  function drawBars(panel, width, frame, view) {
    const tools = toolsOnScreen(view);
    const at = tools.findIndex((tool) => tool.index === chosen);
    const open = (index) => {
      chosen = index;
      frame.redraw();
      const tool = rowsOf(data.tools)[index];
      queueMicrotask(() => frame.say(`${nameOf(tool)}, ${runText(tool)}. Details below the chart.`));
    };
    refill(
      panel,
      plot(draw(now(), data, width, chosen), open),
      detailBox({
        noun: "tool", count: tools.length, at,
        open: (position) => open(tools[position].index),
        heading: at < 0 ? "" : nameOf(tools[at]),
        body: at < 0 ? null : detail(tools[at], data),
        hint: tools.length ? "Choose a row, or step through the tools." : "No tool fits these choices.",
      }),
    );
  }

  function drawLinks(panel, width, frame, view) {
    const nodes = [...view.graph.left, ...view.graph.right];
    const at = nodes.findIndex((node) => node.id === view.highlight);
    const narrow = width < 560;
    const drawn = narrow ? { svg: nestedList(graphSpec(view, data, width)), places: [] } : draw(now(), data, width);
    const shown = narrow ? h("div") : plot(drawn, (id) => put({ highlight: id === view.highlight ? "" : id }));
    if (narrow) shown.innerHTML = drawn.svg;
    refill(
      panel,
      shown,
      detailBox({
        noun: "item", count: nodes.length, at,
        open: (position) => put({ highlight: nodes[position].id }),
        heading: nodes[at]?.label,
        body: at < 0 ? null : linkDetail(view, data),
        hint: nodes.length ? "Choose a part or a basis to bring out its links." : "No link fits these choices.",
      }),
    );
  }

  const shown = () => shownRows(settled());
  const frame = chartExplorer({
    model,
    el,
    state,
    data,
    notices,
    label: "Partnership tools",
    watch: TRAITS,
    controls: [h("div", { class: "ad-row" }, kind.node, highlight.node, year.node), purpose.node, status.node, kosovo.node, join.node],
    refresh,
    forget: () => {
      chosen = null;
    },
    noun: "row",
    settled,
    shown,
    drawChart,
    table,
    draw,
    csv: () => csvText(CSV[settled().view](data), shown()),
    file: () => `partnership-tools-${settled().view}`,
    sources: () => (model.get("view") === "keci" ? [...shown(), ...toolsOnScreen(settled())] : shown()),
    more: [
      {
        id: "compare",
        label: "Compare",
        draw: (panel, width, frame) => {
          compared.innerHTML = compareHtml(now(), data);
          refill(panel, pair, compared);
          notices.show(settled().notices, frame);
          frame.say(compared.querySelector("caption, p").textContent);
        },
      },
    ],
  });
  return frame.close;
}

export default { render };
