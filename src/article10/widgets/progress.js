// The progress page: what the site keeps in this browser, through the store that the page's host
// hands over.

import { asking } from "./kit/ask.js";
import { button, h, save } from "./kit/frame.js";
import { listing, plural } from "./kit/text.js";

const FORMAT = "article10-progress";
const VERSION = 1;
const LARGEST = 5_000_000;

export const fallback = () =>
  '<div class="ad ad-fallback"><p>Your browser keeps your progress, and showing it needs JavaScript.</p></div>';

/**
 * The rows of the list: [{page, title, done: [sentence], exercises: bool}], chapters first.
 * `entries` as the store lists them, `notebooks` as file names.
 */
export function rows(chapters, entries, notebooks) {
  const found = new Map(chapters.map(({ page, title }) => [page, { page, title, done: [], exercises: false }]));
  for (const { page, title, summary } of entries) {
    if (!found.has(page)) found.set(page, { page, title, done: [], exercises: false });
    found.get(page).done.push(summary || "something is kept");
  }
  // Exercises have the name of their chapter's page, which may lie in a folder.
  for (const row of found.values()) {
    row.exercises = notebooks.includes(`${row.page.split("/").pop()}.ipynb`);
  }
  return [...found.values()];
}

/** The text of the file with these entries. */
export const exported = (entries, date) =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, exported: date, entries }, null, 1)}\n`;

/** A file's text as {entries}, or {wrong: why it is none of ours}. */
export function imported(text) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    return { wrong: "It is not a JSON file." };
  }
  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord(content) || content.format !== FORMAT) return { wrong: "It was not exported from this page." };
  if (content.version !== VERSION) {
    return { wrong: `It has version ${String(content.version)} of the format; this site reads version ${VERSION}.` };
  }
  const sound = (entry) =>
    isRecord(entry) && ["page", "name", "title", "summary"].every((name) => typeof entry[name] === "string") && isRecord(entry.traits);
  if (!Array.isArray(content.entries) || !content.entries.every(sound)) {
    return { wrong: "It is damaged: an entry lacks its page, name, title, summary or answers." };
  }
  const pick = ({ page, name, title, summary, traits }) => ({ page, name, title, summary, traits });
  return { entries: content.entries.map(pick) };
}

function render({ model, el }) {
  const store = model.get("store");
  const data = model.get("data");
  const label = "Your progress";
  if (!store) {
    el.append(
      h("section", { class: "ad", "aria-label": label }, h("p", {}, "Progress is kept by the browser in which you read the published book: open the page “Your progress” there. A notebook keeps its own state in its kernel.")),
    );
    return () => {};
  }
  const status = h("p", { class: "ad-note", role: "status" });
  const say = (text) => (status.textContent = text);
  const body = h("tbody");
  const pending = h("div", { role: "status" });
  const input = h("input", { type: "file", accept: ".json,application/json", class: "ad-hidden", tabindex: "-1", "aria-hidden": "true", onchange: choose });
  const importing = button("Import a file", () => input.click());
  const exporting = button("Export as a file", () => {
    const today = new Date().toISOString().slice(0, 10);
    const entries = store.list();
    save(`open-door-progress-${today}.json`, exported(entries, today), "application/json");
    say(`A file with ${plural(entries.length, "entry", "entries")} has been saved.`);
  });
  const clearing = asking("Clear everything", "Clear all that this browser keeps of the pages above?", "Clear everything", () => {
    store.clear();
    say("Everything has been cleared. The notebooks of the exercises are still there.");
    show();
  });
  el.append(
    h(
      "section",
      { class: "ad ad-progress", "aria-label": label },
      store.works()
        ? ""
        : h("div", { class: "ad-notice" }, h("p", {}, "This browser keeps nothing for this site, so there is no progress to show. A private window or a setting may be the reason.")),
      h(
        "div",
        { class: "ad-scroll", tabindex: "0", role: "region", "aria-label": `${label}: table` },
        h(
          "table",
          { class: "ad-table" },
          h("caption", {}, "Kept in this browser, and nowhere else"),
          h("thead", {}, h("tr", {}, ...["Page", "Done", "Exercises"].map((name) => h("th", { scope: "col" }, name)))),
          body,
        ),
      ),
      h("div", { class: "ad-downloads ad-actions" }, exporting, importing, input, clearing.node),
      pending,
      status,
      h("p", { class: "ad-note" }, "The file holds your answers and choices on the pages above. The notebooks of the exercises are not in it: the page of the exercises has its own buttons to download them and to start over."),
    ),
  );

  function draw(notebooks) {
    const entries = store.list();
    exporting.disabled = !entries.length;
    clearing.enable(entries.length > 0);
    body.replaceChildren(
      ...rows(data.chapters, entries, notebooks).map((row) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, h("a", { href: store.address(row.page) }, row.title || row.page)),
          h("td", {}, row.done.length ? row.done.join("; ") : "nothing yet"),
          h("td", {}, row.exercises ? "started" : "not started"),
        ),
      ),
    );
  }
  let latest = 0;
  async function show() {
    const turn = (latest += 1);
    const notebooks = await store.notebooks(data.notebooks);
    if (turn === latest) draw(notebooks);
  }

  const refuse = (why) => pending.replaceChildren(h("div", { class: "ad-notice" }, h("p", {}, `The file was not imported. ${why} Nothing has changed.`)));
  async function choose() {
    const [file] = input.files;
    if (!file) return;
    say("");
    const found = file.size > LARGEST ? { wrong: "It is too large." } : imported(await file.text());
    // The same file can be chosen again.
    input.value = "";
    if (found.wrong) refuse(found.wrong);
    else offer(found.entries);
  }
  function offer(entries) {
    const here = store.list();
    const known = entries.filter((entry) => here.some((one) => one.page === entry.page && one.name === entry.name));
    const titles = [...new Set(known.map((entry) => entry.title || entry.page))];
    const finish = () => {
      pending.replaceChildren();
      importing.focus();
    };
    const bring = () => {
      try {
        store.write(entries);
      } catch (error) {
        refuse(`${error.message[0].toUpperCase()}${error.message.slice(1)}.`);
        return;
      }
      finish();
      say(`${plural(entries.length, "entry", "entries")} imported.`);
      show();
    };
    if (!known.length) return bring();
    const replace = button("Replace them", bring);
    pending.replaceChildren(
      h(
        "div",
        { class: "ad-notice" },
        h("p", {}, `The file holds ${plural(entries.length, "entry", "entries")}. For ${listing(titles)} there is something in this browser already. It would be replaced by what is in the file.`),
        h("p", { class: "ad-downloads" }, replace, button("Cancel", () => {
          finish();
          say("Nothing was imported.");
        })),
      ),
    );
    return replace.focus();
  }

  store.follow(show);
  draw([]);
  show();
  return () => {};
}

export default { render };
