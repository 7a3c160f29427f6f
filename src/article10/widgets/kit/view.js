// What every widget does with its model, and the Sources panel.

import { h } from "./frame.js";
import { esc, plural } from "./text.js";

/**
 * The traits that make up a widget's view.
 *
 * now(): the state as an object; start: the view that the page began with, for a reset;
 * put(changes): set and save.
 */
export function stateOf(model, traits) {
  const now = () => Object.fromEntries(traits.map((trait) => [trait, model.get(trait)]));
  const start = { ...now(), ...(model.get("preset") ?? {}) };
  const put = (changes) => {
    for (const [trait, value] of Object.entries(changes)) model.set(trait, value);
    model.save_changes();
  };
  return { now, start, put };
}

/** The names in `value`, one or several, that are among `known`; of each other one a sentence is noted. */
export function knownNames(value, known, what, notices) {
  return [...new Set([].concat(value ?? []))].filter((name) => {
    const found = known.includes(name);
    if (!found && name !== "") notices.push(`There is no ${what} “${name}” here.`);
    return found;
  });
}

/** Sentences on what a state asked for and could not get: told once, taken away when they no longer hold. */
export function noticeBoard() {
  let told = "";
  return {
    show(sentences, frame) {
      const text = sentences.join(" ");
      if (text === told) return;
      told = text;
      frame.tell(...sentences.map((sentence) => h("p", {}, sentence)));
    },
    clear(frame) {
      told = "";
      frame.tell();
    },
  };
}

/** The references behind rows, as list items; a row's `source_id` is one id or several, "a;b". */
export function sourceItems(rows, references) {
  const ids = [...new Set(rows.flatMap((row) => (row.source_id ?? "").split(";")).filter(Boolean))];
  return ids.sort().map((id) => `<li>${references[id] ?? esc(id)}</li>`);
}

/** The references of one row, with the place in them, as markup. */
export function citation(row, references) {
  const ids = (row.source_id ?? "").split(";").filter(Boolean);
  const place = row.locator ? ` (${esc(row.locator)})` : "";
  return ids.map((id) => references[id] ?? esc(id)).join("<br>") + place;
}

/** The same, for a list of facts. */
export function sourceOf(row, references) {
  const node = h("dd");
  node.innerHTML = citation(row, references);
  return node;
}

/** The Sources panel. `rows()` are those on screen. */
export const sourcesPanel = (rows, references) => ({
  id: "sources",
  label: "Sources",
  draw: (panel, width, frame) => {
    const list = sourceItems(rows(), references);
    panel.innerHTML = `<ol class="ad-sources">${list.join("")}</ol>`;
    frame.say(`${plural(list.length, "source")} behind what is shown.`);
  },
});
