// The source comparison: two statements side by side, the reader's own judgement first, then the record.

import { button, choice, explorer, h, save } from "./kit/frame.js";
import { csvText, rowsOf, tableHtml } from "./kit/table.js";
import { dateText, esc, plural } from "./kit/text.js";
import { citation, noticeBoard, sourcesPanel, stateOf } from "./kit/view.js";

const JUDGEMENTS = {
  a: "A is better supported",
  b: "B is better supported",
  both: "Both can be right",
  neither: "Neither is supported",
  open: "It cannot be told",
};
const CODED = "The verdict is the module's own coding of the record.";
const LONGEST_REASON = 300;

/** A dictionary of text as far as it is one. */
const texts = (value, sound) =>
  Object.fromEntries(
    Object.entries(value && typeof value === "object" && !Array.isArray(value) ? value : {}).filter(
      ([id, text]) => typeof text === "string" && sound(id, text),
    ),
  );

/** The state as far as the data carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const all = rowsOf(data.rows);
  const notices = [];
  const topics = [...new Set(all.map((row) => row.topic ?? ""))].filter(Boolean).sort();
  let topic = state.topic ?? "";
  if (topic && !topics.includes(topic)) {
    notices.push(`There is no topic “${topic}”; all claims are shown.`);
    topic = "";
  }
  const open = all.find((row) => row.id === state.claim);
  if (state.claim && !open) notices.push(`There is no claim “${state.claim}” here.`);
  let rows = all.filter((row) => !topic || row.topic === topic);
  if (open && !rows.includes(open)) {
    notices.push(`“${open.claim}” belongs to another topic; all claims are shown.`);
    topic = "";
    rows = all;
  }
  const known = new Set(all.map((row) => row.id));
  const judgements = texts(
    state.judgements,
    (id, value) => known.has(id) && Object.hasOwn(JUDGEMENTS, value),
  );
  const reasons = texts(state.reasons, (id) => id in judgements);
  return {
    all, rows, topics, topic, judgements, reasons, notices,
    open: open ?? rows[0] ?? null,
    showAll: state.show === "all",
  };
}

/** Positions, in the table, of the claims of the topic. Python's `selection` asks this. */
export const select = (state, data) => settle(state, data).rows.map((row) => row.index);

const judgedRows = ({ all, judgements, reasons }) =>
  all
    .filter((row) => row.id in judgements)
    .map((row) => ({
      id: row.id,
      topic: row.topic,
      claim: row.claim,
      judgement: judgements[row.id],
      reason: reasons[row.id] ?? "",
      module_verdict: row.verdict,
      agrees: judgements[row.id] === row.verdict,
    }));

/** The judgements beside the module's verdict. Python's `judged` asks this. */
export const judged = (state, data) => judgedRows(settle(state, data));

/** How far the reader is, for a page on progress. */
export function summary(state, data) {
  const view = settle(state, data);
  return `${Object.keys(view.judgements).length} of ${plural(view.all.length, "claim")} judged`;
}

function tally(view) {
  const rows = judgedRows(view);
  const same = rows.filter((row) => row.agrees).length;
  const done = `You have judged ${rows.length} of ${plural(view.all.length, "claim")}`;
  if (!rows.length) return `${done}.`;
  return `${done}: ${same} as the module does, ${rows.length - same} otherwise. ${CODED}`;
}

const when = (row, side) =>
  row[`${side}_date`] ? dateText(row[`${side}_date`], row[`${side}_precision`]) : "undated";
const said = (row, side) => `${row[`${side}_who`]} (${when(row, side)}): ${row[`${side}_statement`]}`;
const statementSource = (row, side) => ({
  source_id: row[`${side}_source_id`],
  locator: row[`${side}_locator`],
});
const verdictText = (row) => JUDGEMENTS[row.verdict] ?? row.verdict;

function statementHtml(row, side, references) {
  return (
    `<p class="ad-note"><strong>${side.toUpperCase()}</strong> · ${esc(row[`${side}_who`])}, ${esc(when(row, side))}</p>` +
    `<p class="ad-said">${esc(row[`${side}_statement`])}</p>` +
    `<p class="ad-note">Source: ${citation(statementSource(row, side), references)}</p>`
  );
}

function recordHtml(row, references) {
  const facts = [
    ["Record", esc(row.record)],
    ["Verdict", `${esc(verdictText(row))} <span class="ad-note">(the module's own coding)</span>`],
    ["Why it matters", esc(row.why_it_matters)],
    ["Source", citation({ source_id: row.source_id }, references)],
  ].filter(([, value]) => value);
  return `<dl>${facts.map(([term, value]) => `<dt>${term}</dt><dd>${value}</dd>`).join("")}</dl>`;
}

/** What a page shows without JavaScript: every claim of the topic, its record behind a disclosure. */
export function fallback(state, data) {
  const { rows } = settle(state, data);
  const items = rows.map(
    (row) =>
      `<li><h3>${esc(row.claim)}</h3>` +
      ["a", "b"].map((side) => `<p><strong>${side.toUpperCase()}.</strong> ${esc(said(row, side))}</p>`).join("") +
      `<details><summary>Judge first, then open the record</summary>${recordHtml(row, data.references)}</details></li>`,
  );
  return (
    `<p>Two statements on each of ${plural(rows.length, "claim")}. Which is better supported? ${CODED}</p>` +
    `<ol class="ad-claims">${items.join("")}</ol>`
  );
}

const COLUMNS = [
  { label: "Claim", cell: (row) => row.claim },
  { label: "A", cell: (row) => said(row, "a") },
  { label: "B", cell: (row) => said(row, "b") },
];

/** All claims of the topic; the record only of those judged, unless all are asked for. */
export function table(state, data) {
  const view = settle(state, data);
  const shown = (row) => view.showAll || row.id in view.judgements;
  const columns = [
    ...COLUMNS,
    { label: "Your judgement", cell: (row) => JUDGEMENTS[view.judgements[row.id]] ?? "not judged yet" },
    {
      label: "Record and verdict",
      cell: (row) =>
        shown(row) ? `${row.record} Verdict: ${verdictText(row)}.` : "judge first",
    },
  ];
  return tableHtml(
    `${plural(view.rows.length, "claim")}${view.topic ? ` on ${view.topic}` : ""}. ${CODED}`,
    columns,
    view.rows,
  );
}

const TRAITS = ["topic", "claim", "show", "judgements", "reasons"];

function render({ model, el }) {
  const data = model.get("data");
  const { now, start, put } = stateOf(model, TRAITS);
  const board = noticeBoard();
  const view = () => settle(now(), data);
  const nodes = {};

  const topic = choice("Topic", (value) => put({ topic: value, claim: "" }));
  const claim = choice("Claim", (value) => put({ claim: value }));
  function refresh() {
    const { all, rows, topics, topic: current, open, judgements } = view();
    const count = (name) => all.filter((row) => row.topic === name).length;
    topic.show(
      [
        { value: "", label: `all topics (${all.length})` },
        ...topics.map((name) => ({ value: name, label: `${name} (${count(name)})` })),
      ],
      current,
    );
    claim.show(
      rows.map((row, i) => ({
        value: row.id,
        label: `${i + 1}. ${row.claim}${row.id in judgements ? " (judged)" : ""}`,
      })),
      open?.id ?? "",
    );
  }

  function judge(row, judgement, reason) {
    const { judgements, reasons } = view();
    const { [row.id]: old, ...rest } = reasons;
    const line = reason.trim().slice(0, LONGEST_REASON);
    put({
      judgements: { ...judgements, [row.id]: judgement },
      reasons: line ? { ...rest, [row.id]: line } : rest,
    });
  }
  function judgeAgain(row) {
    const { [row.id]: judgement, ...judgements } = view().judgements;
    const { [row.id]: reason, ...reasons } = view().reasons;
    put({ judgements, reasons });
  }

  /** The form of one claim; on submission the record takes its place. */
  function form(row) {
    const choices = Object.entries(JUDGEMENTS).map(([value, words]) =>
      h("label", {}, h("input", { type: "radio", name: `judgement-${row.id}`, value }), h("span", {}, words)),
    );
    const reason = h("input", { type: "text", maxlength: LONGEST_REASON, autocomplete: "off" });
    const missing = h("p", { class: "ad-notice", hidden: true }, "Choose a judgement first.");
    const node = h(
      "form",
      {
        class: "ad-judge",
        onsubmit: (event) => {
          event.preventDefault();
          const chosen = node.querySelector("input:checked");
          missing.hidden = Boolean(chosen);
          if (chosen) judge(row, chosen.value, reason.value);
          else {
            node.querySelector("input").focus();
            frame.say("Choose a judgement first.");
          }
        },
      },
      h("fieldset", {}, h("legend", {}, "Your judgement: which is better supported?"), ...choices),
      missing,
      h("label", { class: "ad-field" }, h("span", {}, "Your reason in one line (if you like)"), reason),
      h("button", { type: "submit", class: "ad-button ad-main" }, "Judge and see the record"),
    );
    return node;
  }

  function recordOf(row, { judgements, reasons }) {
    const own = judgements[row.id];
    const box = h("div", { class: "ad-detail", tabindex: "-1" });
    const same = own === row.verdict ? "The module's verdict is the same." : "The module's verdict differs.";
    box.innerHTML =
      `<p><strong>Your judgement:</strong> ${esc(JUDGEMENTS[own])}.${reasons[row.id] ? ` “${esc(reasons[row.id])}”` : ""} ${same}</p>` +
      recordHtml(row, data.references);
    box.append(h("p", { class: "ad-downloads" }, button("Judge again", () => judgeAgain(row))));
    return box;
  }

  function drawClaim(panel, width, frame) {
    const current = view();
    const { rows, open } = current;
    board.show(current.notices, frame);
    if (!open) {
      panel.replaceChildren(h("p", {}, "There are no claims in this table."));
      return;
    }
    const own = current.judgements[open.id];
    const key = `${open.id} ${own ?? ""} ${rows.length}`;
    if (nodes.key === key && nodes.claim.parentNode === panel) {
      // Only what stands around the claim has changed: a form that is being filled in stays.
      nodes.tally.textContent = tally(current);
      return;
    }
    const at = rows.indexOf(open);
    const inside = panel.contains(document.activeElement) ? document.activeElement : null;
    const step = inside?.getAttribute("data-step");
    const submitted = inside && nodes.form?.contains(inside);
    const go = (move) => put({ claim: rows[(at + move + rows.length) % rows.length].id });
    const statement = (side) => {
      const node = h("div", { class: "ad-statement" });
      node.innerHTML = statementHtml(open, side, data.references);
      return node;
    };
    nodes.form = own ? null : form(open);
    nodes.tally = h("p", { class: "ad-note" }, tally(current));
    nodes.key = key;
    const answer = nodes.form ?? recordOf(open, current);
    nodes.claim = h(
      "article",
      {},
      h(
        "div",
        { class: "ad-detail-head" },
        h("span", { class: "ad-note" }, `Claim ${at + 1} of ${rows.length}${open.topic ? ` · ${open.topic}` : ""}`),
        h(
          "span",
          { class: "ad-downloads" },
          button("Previous", () => go(-1), { "data-step": "-1" }),
          button("Next", () => go(1), { "data-step": "1" }),
        ),
      ),
      h("h3", {}, open.claim),
      h("div", { class: "ad-statements" }, statement("a"), statement("b")),
      answer,
      nodes.tally,
    );
    if (model.get("keeping") === false) {
      nodes.claim.append(h("p", { class: "ad-note" }, "This browser keeps nothing: your judgements end with this visit."));
    }
    panel.replaceChildren(nodes.claim);
    if (step) panel.querySelector(`[data-step="${step}"]`)?.focus();
    else if (submitted && own) answer.focus();
    else if (inside && !own) panel.querySelector("input")?.focus();
    frame.say(
      own
        ? `Your judgement: ${JUDGEMENTS[own]}. Record: ${open.record} The module's verdict: ${verdictText(open)}.`
        : `Claim ${at + 1} of ${rows.length}: ${open.claim}. A, ${said(open, "a")}. B, ${said(open, "b")}.`,
    );
  }

  const csv = () => {
    const names = ["id", "topic", "claim", "judgement", "reason", "module_verdict", "agrees"];
    save("claims-judgements.csv", csvText(names, judged(now(), data)), "text/csv;charset=utf-8");
  };
  const sourceRows = () => {
    const { rows, judgements, showAll } = view();
    return rows.flatMap((row) => [
      statementSource(row, "a"),
      statementSource(row, "b"),
      ...(showAll || row.id in judgements ? [row] : []),
    ]);
  };
  const frame = explorer({
    model,
    el,
    label: "Source comparison",
    watch: TRAITS,
    controls: [h("div", { class: "ad-row" }, topic.node, claim.node)],
    refresh,
    reset: () => {
      const { judgements, reasons } = view();
      board.clear(frame);
      put({ ...start, judgements: {}, reasons: {}, tab: "chart" });
      const count = Object.keys(judgements).length;
      if (!count) return;
      frame.tell(
        h("p", {}, `${plural(count, "judgement")} cleared.`),
        button("Bring them back", () => {
          frame.tell();
          put({ judgements, reasons });
        }),
      );
    },
    panels: [
      { id: "chart", label: "Claim", draw: drawClaim },
      {
        id: "table",
        label: "Table",
        draw: (panel, width, frame) => {
          const current = view();
          const box = h("input", {
            type: "checkbox",
            onchange: () => put({ show: box.checked ? "all" : "" }),
          });
          const focused = panel.querySelector("input") === document.activeElement && panel.contains(document.activeElement);
          box.checked = current.showAll;
          const content = h("div");
          content.innerHTML = table(now(), data);
          panel.replaceChildren(
            h("label", { class: "ad-tick" }, box, h("span", {}, "Show all records, also of claims not judged yet")),
            h("p", { class: "ad-note" }, tally(current)),
            content,
          );
          if (focused) box.focus();
          board.show(current.notices, frame);
          frame.say(`Table of ${plural(current.rows.length, "claim")}. ${tally(current)}`);
        },
      },
      sourcesPanel(sourceRows, data.references),
      {
        id: "download",
        label: "Download",
        draw: (panel, width, frame) => {
          const count = judged(now(), data).length;
          panel.replaceChildren(
            h("p", {}, `${plural(count, "judgement")} of yours, each beside the module's verdict. ${CODED}`),
            h("div", { class: "ad-downloads" }, button("CSV file", csv, { disabled: !count })),
          );
          frame.say("Download of your judgements.");
        },
      },
    ],
  });
  model.on("change:keeping", frame.redraw);
  return () => {
    model.off("change:keeping", frame.redraw);
    frame.close();
  };
}

export default { render };
