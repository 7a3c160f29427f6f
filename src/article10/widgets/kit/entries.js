// A chart whose marks open one by one; where there is little room, a list of the same in which they open in place.

import { h } from "./frame.js";
import { arrowSteps, detailBox, follow, stepPlot } from "./steps.js";

/** Below this width the chart is a list. */
export const LIST_WIDTH = 520;

/** A line of the list: a button, and below it `box` where the line is open. */
function entry({ id, title, note, ink, box, onclick }) {
  const line = h(
    "button",
    {
      type: "button",
      class: "ad-event",
      style: `border-left-color: ${ink}`,
      "aria-expanded": String(Boolean(box)),
      "data-key": id,
      onclick,
    },
    h("span", {}, title),
    h("small", {}, note),
  );
  return h("li", {}, line, ...(box ? [box] : []));
}

/**
 * What draws the Chart panel.
 *
 * settled(): the view: rows, the `open` one, its place `at` among them or -1, and notices;
 * draw(width): the picture; what: what it shows, for its label; noun: what one row is called, `one`
 * with its article; name(row): its heading; quoted(row): the same within a sentence;
 * detail(row): a node; groups(view): the list as [{title, rows, after: nodes}]; line(row, view): {title,
 * note, ink}; say(row): the sentence for one that opens; describe(view): that for all.
 */
export function entriesChart({
  state, notices, settled, draw, what, noun, one, name, quoted, detail, groups, line, say, describe,
}) {
  let told = state.start.opened;
  const open = (id) => state.put({ opened: id });

  function hint(view, asList) {
    if (!view.rows.length) return `No ${noun} fits these choices.`;
    if (view.open) return `${quoted(view.open)} is outside these choices.`;
    return `Choose ${one}, or step through them${asList ? "" : " with the buttons or the arrow keys"}.`;
  }

  function list(view, box) {
    const entryOf = (row) => {
      const opened = row === view.open && view.at >= 0;
      return entry({
        ...line(row, view),
        id: `${noun} ${row.id}`,
        box: opened && box,
        onclick: () => open(opened ? "" : row.id),
      });
    };
    const group = ({ title, rows, after }) =>
      h("li", {}, h("strong", {}, title), h("ul", {}, ...rows.map(entryOf)), ...after);
    return h("ol", { class: "ad-events" }, ...groups(view).map(group));
  }

  return (panel, width, frame) => {
    const view = settled();
    const asList = width < LIST_WIDTH;
    const steps = { count: view.rows.length, at: view.at, open: (position) => open(view.rows[position].id) };
    const place = `${noun[0].toUpperCase()}${noun.slice(1)} ${view.at + 1} of ${view.rows.length}`;
    const box = detailBox({
      ...steps,
      noun,
      // In the list the name stands right above.
      heading: view.at < 0 || asList ? place : name(view.open),
      body: view.at < 0 ? null : detail(view.open),
      hint: hint(view, asList),
    });
    const content = asList ? [list(view, box)] : [stepPlot(draw(width), open, what), box];
    if (asList && view.at < 0) content.unshift(box);
    const id = view.open?.id ?? "";
    follow(panel, asList && told !== id, h("div", { onkeydown: arrowSteps(steps) }, ...content));
    notices.show(view.notices, frame);
    frame.say(view.at >= 0 && id !== told ? `${say(view.open)}. ${place}.` : describe(view));
    told = id;
  };
}
