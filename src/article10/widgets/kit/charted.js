// An explorer of a chart: the picture, the same as a table, the sources behind it, and files to take away.

import { button, explorer, h, save, savePng } from "./frame.js";
import { csvText } from "./table.js";
import { plural } from "./text.js";
import { sourcesPanel } from "./view.js";

const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

/** Let a table become a list of cards on a phone: each cell names its column, and keeps its role. */
function cards(table) {
  const labels = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  table.classList.add("ad-cards");
  for (const node of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
    node.setAttribute("role", ROLES[node.tagName] ?? (node.scope === "col" ? "columnheader" : "rowheader"));
  }
  for (const row of table.tBodies[0].rows) {
    for (const [i, cell] of [...row.cells].entries()) {
      cell.setAttribute("data-label", labels[i]);
      cell.append(h("span", {}, ...cell.childNodes));
    }
  }
}

/**
 * The frame of a widget whose first panel is a chart.
 *
 * state: of `stateOf`; data: the widget's, with `references`, and with `rows` unless csv is given;
 * notices: a notice board; noun: what one row is called; settled(): the view, with its `notices`;
 * shown(): its rows; drawChart: draws the Chart panel; table(state, data) and draw(state, data,
 * width): what is shown in words and as a picture, which is saved `wide` pixels wide; file(): the
 * files' name; count(), csv() and sources(): their number, their file and the rows whose references
 * are listed, where that is not as `shown` has it; forget(): what a reset forgets besides the
 * state; more: panels between Table and Sources. The rest is that of `explorer`.
 */
export function chartExplorer({
  state, data, notices, noun, settled, shown, drawChart, table, draw, wide = 800, file,
  count = () => shown().length,
  csv = () => csvText(data.rows.map((column) => column.name), shown()),
  sources = shown,
  forget = () => {}, more = [], ...rest
}) {
  const frame = explorer({
    ...rest,
    reset: () => {
      forget();
      notices.clear(frame);
      state.put({ ...state.start, tab: "chart" });
    },
    panels: [
      { id: "chart", label: "Chart", draw: drawChart },
      {
        id: "table",
        label: "Table",
        draw: (panel, width, frame) => {
          panel.innerHTML = table(state.now(), data);
          panel.querySelectorAll("table").forEach(cards);
          notices.show(settled().notices, frame);
          frame.say(`Table of ${plural(count(), noun)}.`);
        },
      },
      ...more,
      sourcesPanel(sources, data.references),
      {
        id: "download",
        label: "Download",
        draw: (panel, width, frame) => {
          panel.replaceChildren(
            h("p", {}, `${plural(count(), noun)}, exactly as shown.`),
            h(
              "div",
              { class: "ad-downloads" },
              button("CSV file", () => save(`${file()}.csv`, csv(), "text/csv;charset=utf-8")),
              button("PNG picture", () => savePng(`${file()}.png`, draw(state.now(), data, wide).svg, rest.el.querySelector(".ad"))),
            ),
          );
          frame.say("Downloads of what is shown.");
        },
      },
    ],
  });
  return frame;
}
