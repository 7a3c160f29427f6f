// The consensus room: a decision of the Council, played. Records come from the data; what a seat does
// is the player's assumption. The two are told apart in every sentence, picture and file.

import { heading, legend, sheet, text } from "./kit/chart.js";
import { button, choice, explorer, h, save, savePng } from "./kit/frame.js";
import { csvText, rowsOf, tableHtml } from "./kit/table.js";
import { dateText, esc, listing, plural, wrap } from "./kit/text.js";
import { citation, noticeBoard, sourcesPanel, stateOf } from "./kit/view.js";

const POSITIONS = [
  { letter: "a", words: "agree", sign: "✓", ink: "var(--ad-c2)" },
  { letter: "s", words: "remain silent", sign: "…", ink: "var(--ad-c7)" },
  { letter: "b", words: "break silence", sign: "!", ink: "var(--ad-c1)" },
  { letter: "o", words: "object", sign: "✕", ink: "var(--ad-c5)" },
  { letter: "-", words: "not set", sign: "?", ink: "var(--ad-muted)" },
];
const byLetter = Object.fromEntries(POSITIONS.map((position) => [position.letter, position]));
const MOST_STUDENTS = 500;
const RULES =
  "NATO takes no votes: a decision stands when every Ally accepts it. Under the silence procedure a " +
  "draft passes unless an Ally objects in writing before a deadline; silence is consent.";
const DISCLAIMER = "Positions are assumptions of the player, not a record and not a forecast.";

/** The state as far as the data carry it, and sentences on what had to be left out. */
export function settle(state, data) {
  const rows = rowsOf(data.rows);
  const proposals = rowsOf(data.proposals);
  const notices = [];
  let proposal = proposals.find((row) => row.id === state.proposal);
  if (!proposal) {
    proposal = proposals[0] ?? { id: "", label: "No proposal", asks: "", status: "", source_id: "" };
    if (state.proposal) notices.push(`There is no proposal “${state.proposal}”; “${proposal.label}” is shown.`);
  }
  const letters = [...String(state.positions ?? "")];
  if (letters.length && letters.length !== rows.length) {
    notices.push(
      `The address sets ${plural(letters.length, "seat")}, but there ${rows.length === 1 ? "is" : "are"} ${rows.length}. ` +
        "Seats it leaves out are not set.",
    );
  }
  const strange = letters.slice(0, rows.length).filter((letter) => !byLetter[letter]).length;
  if (strange) notices.push(`${plural(strange, "seat")} had no known position and ${strange === 1 ? "is" : "are"} not set.`);
  const asked = String(state.students ?? "").trim();
  const number = /^\d{1,3}$/.test(asked) ? Number(asked) : NaN;
  const sound = asked === "" || number <= MOST_STUDENTS;
  if (!sound) notices.push(`“${asked}” is no number of students from 0 to ${MOST_STUDENTS}; no seats are dealt.`);
  const students = sound && asked ? number : 0;
  const seed = String(state.seed ?? "").slice(0, 40);
  const pairs = dealt(rows.length, students, seed);
  const seats = rows.map((row, i) => ({
    ...row,
    position: byLetter[letters[i]] ?? byLetter["-"],
    blocks: letters[i] === "b" || letters[i] === "o",
    students: pairs.filter((pair) => pair.seat === i).map((pair) => pair.student),
  }));
  return { proposal, proposals, seats, students, seed, pairs, notices };
}

/** Random numbers from 0 to 1 that a seed decides: FNV-1a, then mulberry32. */
function random(seed) {
  let a = 2166136261;
  for (const c of seed) a = Math.imul(a ^ c.codePointAt(0), 16777619);
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Who sits where: every student sits, every seat is taken, and the shares differ by one at most. */
function dealt(seats, students, seed) {
  if (!students || !seats) return [];
  const next = random(seed);
  const order = Array.from({ length: seats }, (_, i) => i);
  for (let i = seats - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const pairs = Array.from({ length: Math.max(seats, students) }, (_, i) => ({
    student: (i % students) + 1,
    seat: order[i % seats],
  }));
  return pairs.sort((a, b) => a.student - b.student || a.seat - b.seat);
}

/** Each seat with its assumption, in the order of the table. Python's `seats` asks this. */
export const select = (state, data) =>
  settle(state, data).seats.map(({ ally, position, blocks, students }) => ({
    ally, assumption: position.words, blocks, students,
  }));

/** What the assumptions lead to. Python's `outcome` asks this. */
export const outcome = (state, data) => outcomeOf(settle(state, data).seats);

function outcomeOf(seats) {
  const who = (letter) => seats.filter((s) => s.position.letter === letter).map((s) => s.ally);
  const [agreeing, silent, breaking, objecting, unset] = POSITIONS.map((p) => who(p.letter));
  const ended = objecting.length ? "objection" : breaking.length ? "silence broken" : null;
  const name = ended ?? (unset.length || !seats.length ? "open" : "holds");
  return {
    state: name,
    holds: name === "open" ? null : name === "holds",
    blocking: seats.filter((seat) => seat.blocks).map((seat) => seat.ally),
    agreeing, silent, breaking, objecting, unset,
  };
}

const HEADLINES = {
  holds: "Consensus holds",
  open: "Not decided yet",
  "silence broken": "The silence is broken",
  objection: "No consensus",
};

const does = (allies, one, many) => `${listing(allies)} ${allies.length === 1 ? one : many}`;

/** The outcome in sentences: what happened, and which seats decide it. */
function verdict(result) {
  const { state, agreeing, silent, breaking, objecting, unset, blocking } = result;
  if (state === "holds") {
    if (!silent.length) return [`${agreeing.length === 1 ? "The only seat agrees" : `All ${agreeing.length} seats agree`}.`];
    const who = agreeing.length
      ? `${plural(agreeing.length, "seat agrees", "seats agree")} and ${plural(silent.length, "remains", "remain")} silent`
      : "Nobody breaks the silence";
    return [`${who}. Silence counts as consent, so the decision stands.`];
  }
  if (state === "open") {
    if (!unset.length) return ["There are no seats."];
    return [`${plural(unset.length, "seat is", "seats are")} not set; so far nobody stands in the way.`];
  }
  const parts = [];
  if (objecting.length) parts.push(does(objecting, "objects", "object"));
  if (breaking.length) parts.push(does(breaking, "breaks silence", "break silence"));
  const end = state === "objection" ? "There is no decision." : "The draft does not pass, and consultation goes on.";
  const rest = unset.length
    ? `nobody else would stand in the way so far (${plural(unset.length, "seat")} not set)`
    : "consensus would hold";
  const pivot =
    blocking.length === 1
      ? `This seat alone decides: if it agreed or stayed silent, ${rest}.`
      : `These ${blocking.length} seats decide: each alone is enough to stop it, and if all of them agreed or stayed silent, ${rest}.`;
  return [`${parts.join("; ")}. ${end}`, pivot];
}

const describe = (view) => {
  const result = outcomeOf(view.seats);
  return `${view.proposal.label}, under the player's assumptions: ${HEADLINES[result.state]}. ${verdict(result).join(" ")}`;
};

/** "Feb 2008": what a seat has room for; the full date stands in the table and in its record. */
const monthOf = (row) =>
  dateText(row.recognition_date, row.recognition_precision === "year" ? "year" : "month").replace(
    /([A-Z][a-z]{2})[a-z]+/,
    "$1",
  );
const since = (row) =>
  row.recognition_date ? dateText(row.recognition_date, row.recognition_precision) : "";

function recordText(row) {
  if (row.recognises_kosovo === null) return "no record given";
  if (!row.recognises_kosovo) return "does not recognise Kosovo";
  return since(row) ? `recognises Kosovo since ${since(row)}` : "recognises Kosovo";
}
/** A note of the table as a sentence. */
const sentence = (note) => (note ? note.replace(/\.?$/, ".") : "");

function recordShort(row) {
  if (row.recognises_kosovo === null) return "no record";
  if (!row.recognises_kosovo) return "does not";
  return row.recognition_date ? monthOf(row) : "recognises";
}

const COLUMNS = [
  { label: "Ally", cell: (seat) => seat.ally },
  { label: "Record: recognises Kosovo", cell: (seat) => recordText(seat).replace(/ Kosovo/, "") },
  { label: "Assumption of the player", cell: (seat) => `${seat.position.words}${seat.blocks ? " (blocks)" : ""}` },
];

export function table(state, data) {
  const view = settle(state, data);
  const columns = view.students
    ? [...COLUMNS, { label: "Students", cell: (seat) => seat.students.join(", ") }]
    : COLUMNS;
  return (
    tableHtml(`${view.proposal.label}. ${HEADLINES[outcomeOf(view.seats).state]}. ${plural(view.seats.length, "seat")}.`, columns, view.seats) +
    `<p class="ad-note">${DISCLAIMER} The record names its sources under Sources.</p>`
  );
}

/** The round in a few lines, to paste into minutes. */
export function minutes(state, data) {
  const view = settle(state, data);
  const result = outcomeOf(view.seats);
  const line = (words, allies) => (allies.length ? [`${words} (${allies.length}): ${allies.join(", ")}`] : []);
  const not = view.seats.filter((seat) => seat.recognises_kosovo === false).map((seat) => seat.ally);
  return [
    `Consensus room, a class exercise. ${DISCLAIMER}`,
    `Proposal: ${view.proposal.label}. ${view.proposal.asks}`,
    `Outcome under these assumptions: ${HEADLINES[result.state]}. ${verdict(result).join(" ")}`,
    ...line("Agree", result.agreeing),
    ...line("Remain silent", result.silent),
    ...line("Break silence", result.breaking),
    ...line("Object", result.objecting),
    ...line("Not set", result.unset),
    `Record: ${not.length} of ${plural(view.seats.length, "seat")} without recognition of Kosovo${not.length ? ` (${not.join(", ")})` : ""}.`,
  ].join("\n");
}

/** Seats down the left, along the foot and up the right of the table. */
function around(seats) {
  const side = Math.max(0, Math.ceil((seats.length - 6) / 2));
  const right = Math.min(side, Math.max(0, seats.length - side - 6));
  return {
    left: seats.slice(0, side),
    foot: seats.slice(side, seats.length - right),
    right: seats.slice(seats.length - right),
  };
}

const square = (x, y, row) =>
  row.recognises_kosovo === null
    ? ""
    : `<rect x="${x}" y="${y - 9}" width="9" height="9" fill="${row.recognises_kosovo ? "var(--ad-ink)" : "none"}" stroke="var(--ad-ink)" stroke-width="1.5"/>`;

const dashes = (x, y, w, tall, position) =>
  `<rect x="${x}" y="${y}" width="${w}" height="${tall}" rx="4" fill="none" stroke="${position.ink}" stroke-width="1.5" stroke-dasharray="4 3"/>` +
  text(x + 6, y + tall / 2 + 4, `${position.sign} ${position.words}`, { size: 11.5 });

const KEY = [
  { label: "record: recognises Kosovo", symbol: (x, y) => square(x + 6, y, { recognises_kosovo: true }) },
  { label: "record: does not", symbol: (x, y) => square(x + 6, y, { recognises_kosovo: false }) },
  {
    label: "assumption of the player",
    symbol: (x, y) =>
      `<rect x="${x}" y="${y - 11}" width="20" height="13" rx="3" fill="none" stroke="var(--ad-muted)" stroke-width="1.5" stroke-dasharray="4 3"/>`,
  },
];

/** The picture of a state as SVG text: the horseshoe where there is room, else lists by position. */
export function picture(state, data, width) {
  const view = settle(state, data);
  const result = outcomeOf(view.seats);
  const head = heading({ title: view.proposal.label, subtitle: view.proposal.asks, width });
  const key = legend(KEY, width, head.bottom + 8);
  const parts = [head.svg, key.svg];
  const draw = width >= 600 ? drawHorseshoe : drawLists;
  const bottom = draw(parts, view.seats, result, key.bottom + 14, width);
  return sheet({ parts, width, bottom, notes: DISCLAIMER, description: describe(view) }).svg;
}

function drawVerdict(parts, result, left, top, width) {
  let y = top + 16;
  parts.push(text(left, y, HEADLINES[result.state], { size: 16, weight: 650 }));
  for (const sentence of verdict(result)) {
    y += 6;
    for (const line of wrap(sentence, 13, width)) parts.push(text(left, (y += 17), line));
  }
  return y;
}

function drawHorseshoe(parts, seats, result, top, width) {
  const { left, foot, right } = around(seats);
  const row = 30;
  const box = 100;
  const side = 232;
  const tall = Math.max(left.length * row, 150);
  const seat = (item, x, y) => {
    parts.push(square(x, y + 18, item), text(x + 15, y + 18, item.ally, { size: 12 }));
    parts.push(dashes(x + side - box - 8, y + 3, box, 22, item.position));
  };
  left.forEach((item, i) => seat(item, 1, top + i * row));
  right.forEach((item, i) => seat(item, width - side + 7, top + (right.length - 1 - i) * row));
  const inner = width - 2 * side;
  parts.push(
    `<path d="M${side + 6} ${top}v${tall - 40}q0 40 40 40h${inner - 92}q40 0 40-40v${40 - tall}" fill="none" stroke="var(--ad-grid)" stroke-width="10" stroke-linecap="round"/>`,
  );
  drawVerdict(parts, result, side + 26, top + 4, inner - 46);
  const wide = width / Math.max(1, foot.length);
  foot.forEach((item, i) => {
    const x = 1 + i * wide;
    parts.push(square(x, top + tall + 28, item), text(x + 15, top + tall + 28, item.ally, { size: 12 }));
    parts.push(dashes(x, top + tall + 35, box, 22, item.position));
  });
  return top + tall + (foot.length ? 66 : 12);
}

function drawLists(parts, seats, result, top, width) {
  let y = drawVerdict(parts, result, 0, top, width) + 10;
  for (const position of POSITIONS) {
    const here = seats.filter((seat) => seat.position === position);
    if (!here.length) continue;
    parts.push(dashes(1, y, 130, 22, position), text(138, y + 15, plural(here.length, "seat"), { size: 12 }));
    y += 26;
    const column = width / 2;
    here.forEach((seat, i) => {
      const x = 1 + (i % 2) * column;
      const at = y + Math.floor(i / 2) * 19 + 13;
      parts.push(square(x, at, seat), text(x + 15, at, seat.ally, { size: 12.5 }));
    });
    y += Math.ceil(here.length / 2) * 19 + 12;
  }
  return y;
}

/** Seats with their students as rows, one for each pair. */
const places = (view) =>
  view.pairs.map(({ student, seat }) => ({ student, ...view.seats[seat] }));

const PLACE_COLUMNS = [
  { label: "Student", cell: (row) => `Student ${row.student}` },
  { label: "Seat", cell: (row) => row.ally },
  { label: "Record of the Ally", cell: recordText },
];

const dealTitle = (view) => `${plural(view.students, "student")}, seed “${view.seed}”`;

/** A page to print: who sits where, with room for the position that the student takes. */
function handout(view) {
  const columns = [...PLACE_COLUMNS, { label: "Position taken in class", cell: () => "" }];
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Consensus room: seats</title><style>' +
    "body{font:12pt/1.4 sans-serif;margin:2cm}table{border-collapse:collapse;width:100%}caption{text-align:left}" +
    "th,td{border:1px solid #777;padding:4pt 6pt;text-align:left;font-weight:400}thead th{font-weight:700}" +
    "tr{break-inside:avoid}</style></head><body>" +
    `<h1>Consensus room: ${esc(view.proposal.label)}</h1><p>${esc(view.proposal.asks)}</p>` +
    `<p>${esc(RULES)}</p>${tableHtml(dealTitle(view), columns, places(view))}</body></html>`
  );
}

function seatCsv(view) {
  const names = [
    "proposal", "ally", "iso3", "record_recognises_kosovo", "record_since", "record_source_id",
    "record_locator", "assumption", "assumption_blocks", "students",
  ];
  const rows = view.seats.map((seat) => ({
    proposal: view.proposal.id,
    ally: seat.ally,
    iso3: seat.iso3,
    record_recognises_kosovo: seat.recognises_kosovo,
    record_since: seat.recognition_date,
    record_source_id: seat.source_id,
    record_locator: seat.locator,
    assumption: seat.position.words,
    assumption_blocks: seat.blocks,
    students: seat.students.join(";"),
  }));
  return csvText(names, rows);
}

const TRAITS = ["proposal", "positions", "students", "seed"];

function render({ model, el }) {
  const data = model.get("data");
  const { now, start, put } = stateOf(model, TRAITS);
  const board = noticeBoard();
  const view = () => settle(now(), data);
  const cited = (row) => citation(row, data.references);

  /** Let each seat do what `letterOf` says of it. */
  const setSeats = (letterOf) =>
    put({ positions: view().seats.map((seat) => letterOf(seat)).join("") });
  const doubters = (letter) => (seat) => (seat.recognises_kosovo === false ? letter : "a");
  const QUICK = {
    "All agree": () => "a",
    "All remain silent": () => "s",
    "Non-recognisers object, all others agree": doubters("o"),
    "Non-recognisers break silence, all others agree": doubters("b"),
    "Non-recognisers remain silent, all others agree": doubters("s"),
    "No seat is set": () => "-",
  };

  const proposal = choice("Proposal", (id) => put({ proposal: id }));
  let picked = Object.keys(QUICK)[0];
  const all = choice("Assume for all seats at once", (words) => (picked = words));
  all.show(Object.keys(QUICK).map((words) => ({ value: words, label: words })), picked);
  const quick = h("div", { class: "ad-wide-field ad-apply" }, all.node, button("Set seats", () => setSeats(QUICK[picked])));
  const refresh = () => {
    const { proposals, proposal: chosen } = view();
    proposal.show(proposals.map((row) => ({ value: row.id, label: row.label })), chosen.id);
  };

  /** The room is built once for each shape, so that a seat keeps the focus while it changes. */
  function buildRoom(wide) {
    const { seats } = view();
    const about = h("div", { class: "ad-about" });
    const centre = h("div", { class: "ad-centre" });
    const record = h("div", { class: "ad-detail" });
    let opened = null;
    const open = (seat) => {
      if (opened === seat.index) return;
      opened = seat.index;
      record.innerHTML =
        `<h3>${esc(seat.ally)}: the record</h3><p>${esc(`${seat.ally} ${recordText(seat)}. ${sentence(seat.note)}`)}</p>` +
        (seat.source_id ? `<p class="ad-note">Source: ${cited(seat)}</p>` : "");
      // On a phone the foot of the list would be far away.
      if (!wide) cells[seat.index].cell.after(record);
    };
    record.append(h("p", { class: "ad-note" }, "Go to a seat to read its record with the source."));
    const cells = seats.map((seat) => {
      const list = h(
        "select",
        {
          onchange: () => {
            open(seat);
            setSeats((other) => (other.index === seat.index ? list.value : other.position.letter));
          },
        },
        ...POSITIONS.map((p) => h("option", { value: p.letter }, `${p.sign} ${p.words}`)),
      );
      const mark = { true: "ad-yes", false: "ad-no" }[seat.recognises_kosovo] ?? "";
      const cell = h(
        "label",
        { class: "ad-seat", onclick: () => open(seat) },
        h(
          "span",
          {},
          h("strong", {}, seat.ally),
          h("span", { class: `ad-record ${mark}`, "aria-hidden": "true" }, recordShort(seat)),
          h("span", { class: "ad-hidden" }, `. Record: ${recordText(seat)}. Your assumption`),
        ),
        list,
      );
      list.addEventListener("focus", () => open(seat));
      return { cell, list };
    });
    const cellsOf = (some) => some.map((seat) => cells[seat.index].cell);
    const seated = [];
    if (wide) {
      const { left, foot, right } = around(seats);
      seated.push(
        h("div", { class: "ad-side" }, ...cellsOf(left)),
        centre,
        h("div", { class: "ad-foot" }, ...cellsOf(foot)),
        h("div", { class: "ad-side ad-up" }, ...cellsOf(right)),
      );
    } else {
      seated.push(centre);
      const groups = [
        ["Record: does not recognise Kosovo", (seat) => seat.recognises_kosovo === false],
        ["Record: recognises Kosovo", (seat) => seat.recognises_kosovo === true],
        ["No record given", (seat) => seat.recognises_kosovo === null],
      ];
      for (const [title, test] of groups) {
        const some = seats.filter(test);
        if (some.length) {
          seated.push(
            h("fieldset", { class: "ad-bench" }, h("legend", {}, `${title} (${some.length})`), ...cellsOf(some)),
          );
        }
      }
    }
    const node = h(
      "div",
      {},
      about,
      h(
        "p",
        { class: "ad-note ad-key" },
        h("span", { class: "ad-yes" }, "record: recognises Kosovo since"),
        h("span", { class: "ad-no" }, "record: does not"),
        h("span", { class: "ad-assumed" }, "your assumption"),
      ),
      h(
        "div",
        { class: `ad-room${wide ? " ad-horseshoe" : ""}`, role: "group", "aria-label": "Seats" },
        ...seated,
      ),
      record,
      h("p", { class: "ad-note" }, `${DISCLAIMER} ${RULES}`),
    );
    const update = (current) => {
      const { proposal: p, seats: now_ } = current;
      about.innerHTML =
        `<p><strong>Asked of Allies:</strong> ${esc(p.asks)}</p>` +
        `<p><strong>Does it touch Kosovo's status?</strong> ${esc(p.status)} <span class="ad-note">${cited(p)}</span></p>`;
      now_.forEach((seat, i) => {
        cells[i].list.value = seat.position.letter;
        cells[i].cell.dataset.position = seat.position.letter;
        cells[i].cell.classList.toggle("ad-blocks", seat.blocks);
      });
      const result = outcomeOf(now_);
      const counts = POSITIONS.map(
        (position) =>
          `<li data-position="${position.letter}"><b>${now_.filter((s) => s.position === position).length}</b> ${position.sign} ${position.words}</li>`,
      );
      centre.dataset.state = result.state;
      centre.innerHTML =
        `<p class="ad-note">Under your assumptions</p><h3>${HEADLINES[result.state]}</h3>` +
        `${verdict(result).map((sentence) => `<p>${esc(sentence)}</p>`).join("")}<ul>${counts.join("")}</ul>`;
    };
    return { wide, node, update };
  }

  let room = null;
  function drawRoom(panel, width, frame) {
    const wide = width >= 640;
    if (room?.wide !== wide) room = buildRoom(wide);
    if (room.node.parentNode !== panel) panel.replaceChildren(room.node);
    const current = view();
    room.update(current);
    board.show(current.notices, frame);
    frame.say(describe(current));
  }

  let classroom = null;
  function buildClassroom() {
    const number = h("input", {
      type: "number", min: 0, max: MOST_STUDENTS, inputmode: "numeric",
      onchange: () => put({ students: number.value }),
    });
    const seed = h("input", {
      type: "text", maxlength: 40, autocomplete: "off", onchange: () => put({ seed: seed.value }),
    });
    const again = () => put({ seed: String((Number.parseInt(view().seed, 10) || 0) + 1) });
    const list = h("div");
    const node = h(
      "div",
      {},
      h(
        "div",
        { class: "ad-controls" },
        h("label", { class: "ad-field" }, h("span", {}, "Students"), number),
        h("label", { class: "ad-field" }, h("span", {}, "Seed"), seed),
        button("Deal again", again, { class: "ad-button ad-low" }),
      ),
      h(
        "p",
        { class: "ad-note" },
        "The same number of students and the same seed always give the same seats. Both are part of the page's address, so a link hands out the deal.",
      ),
      list,
    );
    const update = (current) => {
      number.value = current.students || "";
      seed.value = current.seed;
      if (!current.students) {
        list.replaceChildren(h("p", {}, "Give the number of students to deal out the seats."));
        return;
      }
      list.innerHTML = tableHtml(`Who sits where: ${dealTitle(current)}.`, PLACE_COLUMNS, places(current));
      list.append(
        h(
          "div",
          { class: "ad-downloads" },
          button("Seats as CSV file", () => {
            const rows = places(view()).map((row) => ({
              student: row.student, ally: row.ally, record: recordText(row),
            }));
            save("consensus-seats.csv", csvText(["student", "ally", "record"], rows), "text/csv;charset=utf-8");
          }),
          button("Hand-out to print", () =>
            save("consensus-handout.html", handout(view()), "text/html;charset=utf-8"),
          ),
        ),
      );
    };
    return { node, update };
  }

  const sourceRows = () => {
    const { seats, proposal: chosen } = view();
    return [...seats, chosen, { source_id: data.rules }];
  };
  const frame = explorer({
    model,
    el,
    label: "Consensus room",
    watch: TRAITS,
    controls: [h("div", { class: "ad-wide-field" }, proposal.node), quick],
    refresh,
    reset: () => {
      board.clear(frame);
      put({ ...start, tab: "chart" });
    },
    panels: [
      { id: "chart", label: "Room", draw: drawRoom },
      {
        id: "table",
        label: "Table",
        draw: (panel, width, frame) => {
          panel.innerHTML = table(now(), data);
          board.show(view().notices, frame);
          frame.say(describe(view()));
        },
      },
      {
        id: "class",
        label: "Class",
        draw: (panel, width, frame) => {
          classroom ??= buildClassroom();
          if (classroom.node.parentNode !== panel) panel.replaceChildren(classroom.node);
          const current = view();
          classroom.update(current);
          board.show(current.notices, frame);
          frame.say(
            current.students
              ? `${plural(current.seats.length, "seat")} dealt to ${dealTitle(current)}.`
              : "No seats are dealt.",
          );
        },
      },
      sourcesPanel(sourceRows, data.references),
      {
        id: "download",
        label: "Download",
        draw: (panel, width, frame) => {
          const content = minutes(now(), data);
          const box = h(
            "textarea",
            { readonly: true, rows: 9, onfocus: () => box.select() },
            content,
          );
          panel.replaceChildren(
            h(
              "div",
              { class: "ad-downloads" },
              button("CSV file", () => save("consensus-room.csv", seatCsv(view()), "text/csv;charset=utf-8")),
              button("PNG picture", () =>
                savePng("consensus-room.png", picture(now(), data, 800), el.querySelector(".ad")),
              ),
              button("Text for the minutes", () =>
                save("consensus-room.txt", `${content}\n`, "text/plain;charset=utf-8"),
              ),
            ),
            h("label", { class: "ad-field" }, h("span", {}, "Summary to paste into minutes"), box),
            h(
              "p",
              { class: "ad-note" },
              "On the published page, the address holds the proposal, all seats and the deal: copy it to share this room.",
            ),
          );
          frame.say("Downloads and a summary of this round.");
        },
      },
    ],
  });
  return frame.close;
}

export default { render };
