// What every explorer shares in the page: controls, tabs, announcements, downloads, redrawing.

import { esc } from "./text.js";

// Every widget carries its own copy of the kit, and several stand on one page: a part of the id that
// differs from copy to copy keeps their labels apart.
const copy = Math.random().toString(36).slice(2, 8);
let serial = 0;
const newId = () => `ad-${copy}-${(serial += 1)}`;

/** An element with attributes and children; a child may be text. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** A labelled drop-down list. `options` is [{value, label}]. Returns {node, show(options, value)}. */
export function choice(label, onpick) {
  const id = newId();
  const list = h("select", { id, onchange: () => onpick(list.value) });
  const node = h("div", { class: "ad-field" }, h("label", { for: id }, label), list);
  const show = (options, value) => {
    list.replaceChildren(
      ...options.map((o) => h("option", { value: o.value, selected: o.value === value }, o.label)),
    );
    list.value = value;
  };
  return { node, show };
}

/**
 * Tick boxes behind a button that says what is ticked, or `empty` where nothing is;
 * `said(values)` words it otherwise. Returns {node, show(options, values)}.
 */
export function checklist(label, onpick, empty = "none", said = (values) => values.join(", ")) {
  const summary = h("summary");
  const box = h("fieldset", {}, h("legend", { class: "ad-hidden" }, label));
  const details = h("details", { class: "ad-list" }, summary, box);
  const node = h("div", { class: "ad-field" }, h("span", { "aria-hidden": "true" }, label), details);
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      details.open = false;
      summary.focus();
    }
  });
  details.addEventListener("focusout", (event) => {
    // A click on something that takes no focus leaves the list open; moving on closes it.
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
  let shown = "";
  const show = (options, values) => {
    summary.replaceChildren(
      h("span", { class: "ad-hidden" }, `${label}: `),
      h("span", { class: "ad-cut" }, values.length ? said(values) : empty),
    );
    const same = JSON.stringify(options);
    if (same !== shown) {
      shown = same;
      box.replaceChildren(
        box.firstChild,
        ...options.map((o) =>
          h(
            "label",
            {},
            h("input", {
              type: "checkbox",
              value: o.value,
              onchange: () =>
                onpick([...box.querySelectorAll("input:checked")].map((input) => input.value)),
            }),
            h("span", {}, o.label),
          ),
        ),
      );
    }
    for (const input of box.querySelectorAll("input")) input.checked = values.includes(input.value);
  };
  return { node, show };
}

/** A field for words to search for; `onpick` at every change. Returns {node, show(text)}. */
export function words(label, onpick) {
  const id = newId();
  const input = h("input", { id, type: "search", autocomplete: "off", oninput: () => onpick(input.value) });
  const node = h("div", { class: "ad-field" }, h("label", { for: id }, label), input);
  const show = (text) => {
    // Setting the value that it has would move the caret.
    if (input.value !== text) input.value = text;
  };
  return { node, show };
}

/** First and last year as two lists. Returns {node, show(span, [from, to])}. */
export function yearRange(onpick) {
  const pick = () => {
    const years = [Number(from.value), Number(to.value)];
    onpick(Math.min(...years), Math.max(...years));
  };
  const from = h("select", { "aria-label": "From year", onchange: pick });
  const to = h("select", { "aria-label": "To year", onchange: pick });
  const node = h(
    "div",
    { class: "ad-field" },
    h("span", { "aria-hidden": "true" }, "Period"),
    h("span", { class: "ad-pair" }, from, h("span", { "aria-hidden": "true" }, "to"), to),
  );
  const show = (span, period) => {
    const first = Math.min(span[0], period[0]);
    const last = Math.max(span[1], period[1]);
    for (const [i, select] of [from, to].entries()) {
      if (select.options.length !== last - first + 1 || Number(select.options[0].value) !== first) {
        select.replaceChildren();
        for (let year = first; year <= last; year += 1) select.append(h("option", {}, String(year)));
      }
      select.value = String(period[i]);
    }
  };
  return { node, show };
}

export function button(label, onclick, attributes = {}) {
  return h("button", { type: "button", class: "ad-button", onclick, ...attributes }, label);
}

/** Hand the reader a file. */
export function save(name, content, type) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The SVG text as a PNG of twice its size, with the colours that the page shows now. */
export async function savePng(name, svg, el) {
  const style = getComputedStyle(el);
  const solid = svg.replace(/var\((--ad-[\w-]+)\)/g, (_, variable) =>
    esc(style.getPropertyValue(variable).trim()),
  );
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(solid)}`;
  await picture.decode();
  const edge = 24;
  const canvas = h("canvas", {
    width: 2 * (picture.width + 2 * edge),
    height: 2 * (picture.height + 2 * edge),
  });
  const context = canvas.getContext("2d");
  context.fillStyle = style.getPropertyValue("--ad-paper").trim();
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(2, 2);
  context.drawImage(picture, edge, edge, picture.width, picture.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  save(name, blob);
}

/**
 * The explorer around its panels.
 *
 * panels: [{id, label, draw(panel, width, frame)}]; the first is the chart and is redrawn when its
 * width changes. `watch` names the traits whose change redraws. `refresh()` brings the controls up
 * to date. Returns the frame: {say(text), tell(...nodes), redraw(), close()}.
 */
export function explorer({ model, el, label, controls, panels, watch, refresh, reset }) {
  const id = newId();
  const live = h("p", { class: "ad-hidden", role: "status" });
  const notice = h("div", { class: "ad-notice", role: "alert", hidden: true });
  const tabs = panels.map((panel) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `${id}-${panel.id}-tab`,
        "aria-controls": `${id}-panel`,
        onclick: () => pick(panel.id),
      },
      panel.label,
    ),
  );
  const tablist = h("div", { class: "ad-tabs", role: "tablist", "aria-label": label }, ...tabs);
  tablist.addEventListener("keydown", (event) => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const ends = { Home: 0, End: panels.length - 1 }[event.key];
    if (move === undefined && ends === undefined) return;
    event.preventDefault();
    const at = panels.findIndex((panel) => panel.id === current().id);
    const to = ends ?? (at + move + panels.length) % panels.length;
    pick(panels[to].id);
    tabs[to].focus();
  });
  const panelNode = h("div", { class: "ad-panel", role: "tabpanel", id: `${id}-panel`, tabindex: "0" });
  const bar = h("div", { class: "ad-bar" }, tablist, button("Reset", resetAll));
  const root = h(
    "section",
    { class: "ad ad-explorer", "aria-label": label },
    h("div", { class: "ad-controls", role: "group", "aria-label": `${label}: choices` }, ...controls),
    notice,
    bar,
    panelNode,
    live,
  );
  el.append(root);

  function current() {
    return panels.find((panel) => panel.id === model.get("tab")) ?? panels[0];
  }
  function pick(tab) {
    model.set("tab", tab);
    model.save_changes();
  }
  function resetAll() {
    reset();
    say("Reset to the view that the page started with.");
  }
  let started = false;
  /** Tell a screen reader what a choice did; the first drawing is no news. */
  function say(text) {
    if (started) live.textContent = text;
  }
  /** Show a sentence (markup) the reader must not miss, or take it away. */
  function tell(...content) {
    notice.replaceChildren(...content);
    notice.hidden = content.length === 0;
  }

  let width = 0;
  function redraw() {
    const panel = current();
    panels.forEach((p, i) => {
      const on = p === panel;
      tabs[i].setAttribute("aria-selected", String(on));
      tabs[i].tabIndex = on ? 0 : -1;
    });
    panelNode.setAttribute("aria-labelledby", `${id}-${panel.id}-tab`);
    refresh();
    width = Math.floor(panelNode.clientWidth) || 640;
    panel.draw(panelNode, width, frame);
  }
  // Several traits that change at once, as in a reset, cost one drawing.
  let queued = false;
  const schedule = () => {
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      redraw();
    });
  };
  for (const trait of [...watch, "tab"]) model.on(`change:${trait}`, schedule);
  const resize = new ResizeObserver(() => {
    if (current() === panels[0] && Math.abs(panelNode.clientWidth - width) > 1) schedule();
  });
  resize.observe(panelNode);
  const close = () => {
    resize.disconnect();
    for (const trait of [...watch, "tab"]) model.off(`change:${trait}`, schedule);
  };
  const frame = { say, tell, redraw: schedule, close };
  redraw();
  started = true;
  return frame;
}
