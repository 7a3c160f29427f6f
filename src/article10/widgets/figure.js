// A plotly figure on a page: plotly draws it where a reader can handle it; until then, and without
// JavaScript, the same data stand in a picture and a table.

import { chart } from "./kit/chart.js";
import { button, explorer, h, save } from "./kit/frame.js";
import { charted, isNumber, plain, pointsOf, show, titleOf, writes } from "./kit/plotted.js";
import { csvText, tableHtml } from "./kit/table.js";
import { plural, wrap } from "./kit/text.js";

const TITLE = 17; // pixels, as the template in theme.py has it
const LINE = 22;

export const picture = (state, data, width) => chart(charted(data.figure, width)).svg;

function axisNames(figure) {
  const { xaxis, yaxis } = figure.layout;
  return [plain(titleOf(xaxis?.title)) || "x", plain(titleOf(yaxis?.title)) || "y"];
}

export function table(state, data) {
  const { figure } = data;
  const [x, y] = axisNames(figure);
  const rows = pointsOf(figure);
  const columns = [
    // A place on a continuous axis is no date: what a point says of itself comes first.
    { label: x, cell: (row) => plain(row.said ?? show(row.x)) },
    {
      label: y,
      cell: (row) => writes(figure.layout.yaxis)(row.y),
      numeric: rows.every((row) => isNumber(row.y)),
    },
  ];
  if (figure.data.length > 1) columns.splice(1, 0, { label: "Series", cell: (row) => plain(row.series) });
  return tableHtml(`${plain(titleOf(figure.layout.title))}. ${plural(rows.length, "value")}.`, columns, rows);
}

/** The figure in the colours that the page shows now. The template's colours are the light ones. */
function dressed(figure, el) {
  const style = getComputedStyle(el);
  const ink = (name) => style.getPropertyValue(`--ad-${name}`).trim();
  const layout = structuredClone(figure.layout);
  const template = layout.template?.layout ?? {};
  const names = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"];
  const light = template.colorway ?? [];
  const swap = (value) =>
    typeof value === "string" && light.includes(value) ? ink(names[light.indexOf(value)]) : value;
  const axis = { gridcolor: ink("grid"), linecolor: ink("muted"), tickcolor: ink("muted"), tickfont: { color: ink("muted") } };
  Object.assign(template, {
    font: { ...template.font, color: ink("ink") },
    paper_bgcolor: ink("paper"),
    plot_bgcolor: ink("paper"),
    colorway: names.map(ink),
  });
  for (const name of ["xaxis", "yaxis"]) {
    const title = template[name]?.title;
    template[name] = { ...template[name], ...axis, title: { ...title, font: { ...title?.font, color: ink("muted") } } };
  }
  // Left to itself, plotly cuts the tops of a title's letters.
  template.title = { ...template.title, yref: "container", y: 0.98, yanchor: "top" };
  layout.template = { ...layout.template, layout: template };
  // A key without a value would stop plotly.
  const recoloured = (trace, part) =>
    trace[part] ? { [part]: { ...trace[part], color: swap(trace[part].color) } } : {};
  const data = figure.data.map((trace) => ({
    ...trace,
    ...recoloured(trace, "line"),
    ...recoloured(trace, "marker"),
  }));
  return { data, layout: { ...layout, autosize: true } };
}

/** The layout for a chart of this width. plotly cuts a title that is too long for a phone, and the
 * key needs a line for each series between title and chart there. */
function sized(layout, width, series) {
  if (width >= 480) return { ...layout, width, height: 460 };
  const height = 400;
  const lines = wrap(plain(titleOf(layout.title)), TITLE, width);
  const more = LINE * Math.max(0, lines.length - 1);
  return {
    ...layout,
    width,
    height,
    title: {
      ...(typeof layout.title === "string" ? {} : layout.title),
      text: lines.join("<br>"),
      y: 0.98 - more / height, // where its last line goes
    },
    margin: { ...layout.margin, t: 60 + LINE * series + more },
  };
}

function render({ model, el }) {
  const data = model.get("data");
  const { figure } = data;
  const title = plain(titleOf(figure.layout.title)) || "Figure";
  const file = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  let Plotly = null;
  const frame = explorer({
    model,
    el,
    label: `Figure: ${title}`,
    watch: [],
    controls: [],
    refresh: () => {},
    reset: () => {
      model.set("tab", "chart");
      model.save_changes();
      frame.redraw();
    },
    panels: [
      {
        id: "chart",
        label: "Chart",
        draw: (panel, width) => {
          const plot = h("div", {
            class: "ad-plotly", role: "img", "aria-label": figure.layout.meta?.alt ?? title,
          });
          plot.innerHTML = picture({}, data, width);
          panel.replaceChildren(plot);
          const draw = () => {
            plot.replaceChildren();
            const { data: traces, layout } = dressed(figure, el.querySelector(".ad"));
            const options = { displayModeBar: false, responsive: false };
            Plotly.newPlot(plot, traces, sized(layout, width, traces.length), options);
          };
          if (Plotly) draw();
          else {
            model.get("plotly")?.().then((loaded) => {
              Plotly = loaded;
              if (plot.isConnected) draw();
            });
          }
        },
      },
      {
        id: "table",
        label: "Table",
        draw: (panel) => {
          panel.innerHTML = table({}, data);
        },
      },
      {
        id: "sources",
        label: "Sources",
        draw: (panel) => {
          const items = Object.values(data.references).map((reference) => `<li>${reference}</li>`);
          panel.innerHTML = items.length
            ? `<ol class="ad-sources">${items.join("")}</ol>`
            : "<p>Computed here; no outside source.</p>";
        },
      },
      {
        id: "download",
        label: "Download",
        draw: (panel) => {
          const csv = () => {
            const [x, y] = axisNames(figure);
            const rows = pointsOf(figure).map((p) => ({
              series: plain(p.series), [x]: plain(String(p.said ?? p.x)), [y]: p.y,
            }));
            save(`${file}.csv`, csvText(["series", x, y], rows), "text/csv;charset=utf-8");
          };
          const png = async () => {
            const { data: traces, layout } = dressed(figure, el.querySelector(".ad"));
            Plotly ??= await model.get("plotly")();
            await Plotly.downloadImage(
              { data: traces, layout },
              { format: "png", width: 900, height: 560, scale: 2, filename: file },
            );
          };
          panel.replaceChildren(
            h("div", { class: "ad-downloads" }, button("CSV file", csv), button("PNG picture", png)),
          );
        },
      },
    ],
  });
  const repaint = new MutationObserver(frame.redraw);
  repaint.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    repaint.disconnect();
    frame.close();
  };
}

export default { render };
