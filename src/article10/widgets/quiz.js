// The check of understanding: what is right is decided by pure functions, which Python asks, too.

import { asking } from "./kit/ask.js";
import { button, h } from "./kit/frame.js";
import { esc, plural } from "./kit/text.js";

/**
 * Salted digests (FNV-1a, 32 bits). They keep an answer from being read at a glance; a stronger
 * function would do no more, for all answers are soon tried.
 */
export function digests(salt, claims) {
  return claims.map((claim) => {
    let hash = 0x811c9dc5;
    for (const c of `${claim}/${salt}`) hash = Math.imul(hash ^ c.codePointAt(0), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  });
}

/** A typed number, or null: "3.1", "3,1", "1,200", "± 3.1 %". */
export function parsed(text) {
  let plain = text.replace(/[\s%±]/g, "").replace(/^\u2212/, "-");
  plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replace(/,/g, "") : plain.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

const placed = (answer) => answer.map((key, i) => `${i + 1}${key}`);
const CLAIMS = { single: (a) => a, multiple: (a) => a, order: placed, match: placed };

/** Whether an answer could have been given to this question. */
function possible(question, answer) {
  if (!Array.isArray(answer) || !answer.every((part) => typeof part === "string")) return false;
  if (question.type === "number") return answer.length === 1 && parsed(answer[0]) !== null;
  const keys = question.options.map((option) => option.key);
  const known = answer.every((key) => keys.includes(key));
  const distinct = new Set(answer).size === answer.length;
  const { length } = answer;
  return known && {
    single: length === 1,
    multiple: length > 0 && distinct,
    order: length === keys.length && distinct,
    match: length === question.lefts?.length,
  }[question.type];
}

/** For each part of an answer whether it is right; for a number one part. */
function verdicts(question, answer) {
  if (question.type === "number") {
    return [Math.abs(parsed(answer[0]) - question.answer) <= question.tolerance * (1 + 1e-9)];
  }
  const claims = CLAIMS[question.type](answer);
  return digests(question.salt, claims).map((digest) => question.right.includes(digest));
}

function isRight(question, answer) {
  const parts = verdicts(question, answer);
  return parts.every(Boolean) && (question.type === "number" || parts.length === question.right.length);
}

const sentence = { low: "Too low. ", high: "Too high. " };

function numberFeedback(question, answer) {
  const value = parsed(answer[0]);
  // A slip such as a share for a percentage is as exact as the answer would have been.
  const near = (slip) =>
    Math.abs(value - slip.value) <= question.tolerance * Math.min(1, Math.abs(slip.value / question.answer));
  const slip = question.slips.find(near);
  if (slip) return slip.feedback;
  const side = value < question.answer ? "low" : "high";
  return sentence[side] + question.feedback[side];
}

/** What to say to an answer: {right, hint, lines: [{right, label, text}]}. */
export function feedback(question, answer) {
  const right = isRight(question, answer);
  const parts = verdicts(question, answer);
  const hits = parts.filter(Boolean).length;
  const optionOf = (key) => question.options.find((option) => option.key === key);
  if (question.type === "number") {
    return { right, hint: right ? "" : numberFeedback(question, answer), lines: [] };
  }
  if (question.type === "single") return { right, hint: optionOf(answer[0]).feedback, lines: [] };
  if (question.type === "multiple") {
    const wrong = answer.length - hits;
    const missing = question.right.length - hits;
    const hint = [
      wrong ? `${plural(wrong, "choice does", "choices do")} not belong.` : "",
      missing ? (wrong ? "Something is missing, too." : "What you chose is right, but something is missing.") : "",
    ];
    const lines = answer.map((key, i) => {
      const { text, feedback } = optionOf(key);
      return { right: parts[i], label: text, text: feedback };
    });
    return { right, hint: hint.filter(Boolean).join(" "), lines };
  }
  const of = (i) => (question.type === "order" ? optionOf(answer[i]) : question.lefts[i]);
  const lines = parts
    .map((part, i) => ({ right: part, label: of(i).text, text: of(i).feedback }))
    .filter((line) => !line.right);
  const noun = question.type === "order" ? "in the right place" : "matched correctly";
  return { right, hint: right ? "" : `${hits} of ${parts.length} are ${noun}.`, lines };
}

/** The stored answers that belong to the questions, and sentences on those left out. */
export function settle(state, data) {
  const stored = typeof state.answers === "object" && state.answers !== null ? state.answers : {};
  const answers = {};
  let changed = 0;
  for (const question of data.questions) {
    const entry = Object.hasOwn(stored, question.id) ? stored[question.id] : null;
    if (typeof entry !== "object" || entry === null) continue;
    const { version, first, last, tries } = entry;
    if (version !== question.version) changed += 1;
    else if (possible(question, first) && possible(question, last)) {
      answers[question.id] = { version, first, last, tries: Number.isInteger(tries) && tries > 0 ? tries : 1 };
    }
  }
  const notices = changed
    ? [`${plural(changed, "question has", "questions have")} changed since you answered: please answer again.`]
    : [];
  return { answers, notices };
}

/** One row a question, for Python and the lines that count. */
export function results(state, data) {
  const { answers } = settle(state, data);
  return data.questions.map((question) => {
    const entry = answers[question.id];
    return {
      question: question.id,
      objective: question.objective,
      type: question.type,
      tries: entry?.tries ?? 0,
      first_right: entry ? isRight(question, entry.first) : null,
      last_right: entry ? isRight(question, entry.last) : null,
    };
  });
}

/** How far the reader is, in words. */
export function summary(state, data) {
  const rows = results(state, data);
  const count = (test) => rows.filter(test).length;
  const answered = count((row) => row.tries > 0);
  if (!answered) return `none of ${plural(rows.length, "question")} answered`;
  return (
    `${answered} of ${plural(rows.length, "question")} answered, ${count((row) => row.last_right)} right ` +
    `(${count((row) => row.first_right)} at the first try)`
  );
}

const sourceLine = (question, data) =>
  question.sources.length
    ? `<p class="ad-note">Source: ${question.sources.map((id) => data.references[id] ?? esc(id)).join("; ")}</p>`
    : "";
const reasoning = (question, data) =>
  `<p>${esc(question.explanation)}</p>${sourceLine(question, data)}`;

const objectiveText = (question, data) =>
  `Objective ${question.objective}: ${data.objectives[question.objective]}.`;

/** The questions without JavaScript. */
export function fallback(state, data) {
  const list = (items) => `<ul>${items.map((item) => `<li>${esc(item.text)}</li>`).join("")}</ul>`;
  const task = { multiple: "Several may be right.", order: "Put these into order.", match: "Match each of these …" };
  const items = data.questions.map((question) => {
    const parts = [`<p><strong>${esc(question.text)}</strong></p>`];
    if (task[question.type]) parts.push(`<p>${task[question.type]}</p>`);
    if (question.lefts) parts.push(list(question.lefts), "<p>… with one of these:</p>");
    parts.push(
      question.options ? list(question.options) : `<p>A number, in ${esc(question.unit)}.</p>`,
      `<p class="ad-note">${esc(objectiveText(question, data))}</p>`,
      `<details><summary>The reasoning</summary>${reasoning(question, data)}</details>`,
    );
    return `<li>${parts.join("")}</li>`;
  });
  return `<div class="ad ad-fallback ad-quiz"><ol>${items.join("")}</ol></div>`;
}

// From here on in the page. Each control has: node, read() -> answer or a complaint, show(answer).

function choices(question, changed) {
  const kind = question.type === "single" ? "radio" : "checkbox";
  const inputs = question.options.map((option) =>
    h("input", { type: kind, name: question.id, value: option.key, onchange: changed }),
  );
  const node = h(
    "div",
    {},
    ...question.options.map((option, i) => h("label", { class: "ad-option" }, inputs[i], h("span", {}, option.text))),
  );
  return {
    node,
    read() {
      const answer = inputs.filter((input) => input.checked).map((input) => input.value);
      return answer.length ? { answer } : { complaint: "Choose an answer first." };
    },
    show(answer) {
      for (const input of inputs) input.checked = answer?.includes(input.value) ?? false;
    },
  };
}

function ordering(question, changed, say) {
  const list = h("ol", { class: "ad-order" });
  let order = [];
  const move = (key, by) => {
    const at = order.indexOf(key);
    order.splice(at, 1);
    order.splice(at + by, 0, key);
    draw();
    const place = list.children[at + by];
    const wanted = place.querySelector(`[data-by="${by}"]`);
    (wanted.disabled ? place.querySelector("button:enabled") : wanted).focus();
    say(`${rows.get(key).text}: now ${at + by + 1} of ${order.length}.`);
    changed();
  };
  const rows = new Map(question.options.map((option) => [option.key, option]));
  const draw = () =>
    list.replaceChildren(
      ...order.map((key, i) => {
        const { text } = rows.get(key);
        const step = (label, by, off) =>
          button(label, () => move(key, by), { disabled: off, "data-by": by, "aria-label": `Move ${label.toLowerCase()}: ${text}` });
        return h(
          "li",
          {},
          h("span", {}, text),
          h("span", { class: "ad-moves" }, step("Up", -1, i === 0), step("Down", 1, i === order.length - 1)),
        );
      }),
    );
  return {
    node: list,
    read: () => ({ answer: [...order] }),
    show(answer) {
      order = [...(answer ?? rows.keys())];
      draw();
    },
  };
}

function matching(question, changed) {
  const selects = question.lefts.map((left) =>
    h(
      "select",
      { onchange: changed },
      h("option", { value: "" }, "choose …"),
      ...question.options.map((option) => h("option", { value: option.key }, option.text)),
    ),
  );
  const node = h(
    "div",
    { class: "ad-match" },
    ...question.lefts.map((left, i) => h("label", {}, h("span", {}, left.text), selects[i])),
  );
  return {
    node,
    read() {
      const answer = selects.map((select) => select.value);
      return answer.includes("") ? { complaint: "Choose something for each line first." } : { answer };
    },
    show(answer) {
      selects.forEach((select, i) => (select.value = answer?.[i] ?? ""));
    },
  };
}

function numeric(question, changed) {
  const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", oninput: changed });
  return {
    node: h("label", { class: "ad-numeric" }, h("span", { class: "ad-hidden" }, "Your answer"), input, h("span", {}, question.unit)),
    read() {
      const answer = [input.value.trim()];
      return parsed(answer[0]) === null ? { complaint: "Type a number, such as 2.5." } : { answer };
    },
    show(answer) {
      input.value = answer?.[0] ?? "";
    },
  };
}

const CONTROLS = { single: choices, multiple: choices, order: ordering, match: matching, number: numeric };
const TASKS = {
  single: "Choose one.",
  multiple: "Choose all that apply.",
  order: "Put into order with the buttons.",
  match: "Choose for each line.",
  number: "Type a number.",
};

/** A link to the section that the question is about, where the page has it. */
function sectionLink(question) {
  // Sphinx names a section itself or, where it has two names, by an empty element inside of it.
  const section = document.getElementById(question.section)?.closest("section");
  const heading = section?.querySelector("h1, h2, h3, h4");
  return heading ? h("a", { href: `#${question.section}` }, heading.firstChild.textContent) : null;
}

function verdictNodes(question, entry, data) {
  const said = feedback(question, entry.last);
  const tries = entry.tries > 1 ? `, ${entry.tries} tries` : "";
  const nodes = [
    h("p", { class: "ad-verdict-head" }, `${said.right ? "✓ Right" : "✗ Not yet"}${tries}.${said.hint ? " " : ""}`, said.hint && h("span", {}, said.hint)),
  ];
  if (said.lines.length) {
    nodes.push(
      h(
        "ul",
        {},
        ...said.lines.map((line) =>
          h("li", {}, h("span", { "aria-hidden": "true" }, line.right ? "✓ " : "✗ "), h("span", { class: "ad-hidden" }, line.right ? "Right: " : "Wrong: "), h("em", {}, line.label), h("br"), line.text),
        ),
      ),
    );
  }
  const reasons = h("div");
  reasons.innerHTML = reasoning(question, data);
  if (said.right) nodes.push(reasons);
  else nodes.push(h("details", {}, h("summary", {}, "Show the reasoning"), reasons));
  return { right: said.right, nodes };
}

function questionForm(question, number, data, onanswer) {
  const live = h("p", { class: "ad-hidden", role: "status" });
  const verdict = h("div", { role: "status" });
  const tell = (kind, ...nodes) =>
    verdict.replaceChildren(...(nodes.length ? [h("div", { class: `ad-verdict ${kind}` }, ...nodes)] : []));
  const check = button("Check", () => {}, { type: "submit" });
  check.classList.add("ad-main");
  let entry = null;
  // What the reader changes after a verdict is no longer what was judged.
  const clear = () => tell("");
  const control = CONTROLS[question.type](question, clear, (text) => (live.textContent = text));
  const form = h(
    "form",
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        const { answer, complaint } = control.read();
        if (answer) onanswer(question, answer);
        else tell("", h("p", {}, complaint));
      },
    },
    h(
      "fieldset",
      {},
      h("legend", {}, h("span", { class: "ad-number" }, `${number} `), question.text),
      h("p", { class: "ad-note" }, TASKS[question.type]),
      control.node,
    ),
    h("div", {}, check),
    live,
    verdict,
  );
  const link = sectionLink(question);
  const about = h("p", { class: "ad-note" }, objectiveText(question, data));
  if (link) about.append(" Section: ", link, ".");
  return {
    node: h("li", {}, form, about),
    show(next) {
      if (JSON.stringify(next) === JSON.stringify(entry)) return undefined;
      entry = next;
      control.show(entry?.last ?? null);
      check.textContent = entry ? "Check again" : "Check";
      if (!entry) return clear();
      const { right, nodes } = verdictNodes(question, entry, data);
      return tell(right ? "ad-right" : "ad-wrong", ...nodes);
    },
    start: () => control.show(null),
  };
}

function render({ model, el }) {
  const data = model.get("data");
  const stateNow = () => ({ answers: model.get("answers") });
  const put = (answers) => {
    model.set("answers", answers);
    model.save_changes();
  };
  const onanswer = (question, answer) => {
    const { answers } = settle(stateNow(), data);
    const before = answers[question.id];
    const entry = {
      version: question.version,
      first: before?.first ?? answer,
      last: answer,
      tries: (before?.tries ?? 0) + 1,
    };
    put({ ...answers, [question.id]: entry });
  };
  const forms = data.questions.map((question, i) => questionForm(question, i + 1, data, onanswer));
  const notice = h("div", { class: "ad-notice", role: "alert", hidden: true });
  const overall = h("p", { class: "ad-overall", role: "status" });
  const kept = h("p", { class: "ad-note" });
  const clearing = asking("Clear my answers", "Clear all answers to these questions?", "Clear", () => put({}));
  const root = h(
    "section",
    { class: "ad ad-quiz", "aria-label": `Check of understanding: ${data.title}` },
    h("p", { class: "ad-note" }, "Try each question as often as you like; every answer gets a reply. The first and the last answer count towards the line at the end."),
    notice,
    h("ol", {}, ...forms.map((form) => form.node)),
    overall,
    kept,
    clearing.node,
  );
  el.append(root);
  function show() {
    const { answers, notices } = settle(stateNow(), data);
    data.questions.forEach((question, i) => forms[i].show(answers[question.id] ?? null));
    clearing.enable(Object.keys(model.get("answers")).length > 0);
    notice.hidden = !notices.length;
    notice.replaceChildren(...notices.map((text) => h("p", {}, text)));
    const words = summary(stateNow(), data);
    overall.textContent = `${words[0].toUpperCase()}${words.slice(1)}.`;
    const keeping = model.get("keeping");
    kept.textContent =
      keeping === undefined
        ? "Your answers are in the notebook’s kernel and are gone when it stops."
        : keeping
          ? "Your answers are kept in this browser, and nowhere else."
          : "This browser keeps nothing: your answers are gone when you leave the page.";
  }
  for (const form of forms) form.start();
  show();
  model.on("change:answers", show);
  model.on("change:keeping", show);
  return () => {
    model.off("change:answers", show);
    model.off("change:keeping", show);
  };
}

export default { render };
