// A picture that can be clicked, and below it the details of one mark, with buttons to step through all.

import { button, h } from "./frame.js";

/**
 * An element with the picture in which a click picks what is nearest.
 * places: [{id, x, y, x1, y1}] in the picture's own pixels; a place with x1 and y1 is a box.
 */
export function plot({ svg, places }, onpick, attributes = {}) {
  const node = h("div", { class: "ad-plot", ...attributes });
  node.innerHTML = svg;
  const beyond = (value, low, high) => Math.max(low - value, 0, value - high);
  node.addEventListener("click", (event) => {
    const box = node.firstChild.getBoundingClientRect();
    const scale = node.firstChild.viewBox.baseVal.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    let best;
    let least = 30;
    for (const place of places) {
      const distance = Math.hypot(
        beyond(x, place.x, place.x1 ?? place.x),
        beyond(y, place.y, place.y1 ?? place.y),
      );
      if (distance < least) [best, least] = [place.id, distance];
    }
    if (best !== undefined) onpick(best);
  });
  return node;
}

/** A picture of `what` that takes the focus, for the arrow keys. */
export const stepPlot = (drawn, onpick, what) =>
  plot(drawn, onpick, {
    tabindex: "0",
    role: "group",
    "aria-label": `${what}; the left and right arrow keys step through them`,
    "data-key": "plot",
  });

/** Facts as a list of terms: [[term, text or node]]; what is empty is left out. */
export function factList(facts) {
  const given = facts.filter(([, value]) => value);
  return h(
    "dl",
    {},
    ...given.flatMap(([term, value]) => [h("dt", {}, term), value instanceof Node ? value : h("dd", {}, value)]),
  );
}

/** The position a step away from `at`, round the ends; from nothing open, the first or the last. */
const stepFrom = (at, move, count) => (at < 0 && move < 0 ? count - 1 : (at + move + count) % count);

/** A listener for keydown: the left and right arrow keys open the neighbour. Arguments as in `detailBox`. */
export const arrowSteps = ({ count, at, open }) => (event) => {
  const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!move || !count || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(stepFrom(at, move, count));
};

/**
 * The box of details. `at` is the position, among `count`, of what is open, or -1;
 * `open(position)` opens another. `body` is a node, `hint` what stands there when nothing is open.
 */
export function detailBox({ noun, count, at, open, heading, body, hint }) {
  const mover = (label, move) =>
    button(`${label} ${noun}`, () => open(stepFrom(at, move, count)), { disabled: !count, "data-key": `step${move}` });
  const head = h(
    "div",
    { class: "ad-detail-head" },
    at < 0 ? h("span", {}, hint) : h("h3", {}, heading),
    h("span", { class: "ad-downloads" }, mover("Previous", -1), mover("Next", 1)),
  );
  return h("div", { class: "ad-detail" }, head, ...(at < 0 || !body ? [] : [body]));
}

/** Replace what a panel holds; the focus stays on the element with the same `data-key`. */
export function refill(panel, ...nodes) {
  const active = panel.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.getAttribute("data-key");
  panel.replaceChildren(...nodes);
  if (key) panel.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** As `refill`; in a list of entries the focus goes along with the one that has just opened (`moved`). */
export function follow(panel, moved, ...nodes) {
  const active = panel.contains(document.activeElement) ? document.activeElement : null;
  const onEntry = active?.classList.contains("ad-event");
  refill(panel, ...nodes);
  const opened = active && moved && panel.querySelector('[aria-expanded="true"]');
  if (!opened) return;
  if (onEntry) opened.focus({ preventScroll: true });
  opened.scrollIntoView({ block: "nearest" });
}
