// What a plotly figure shows, for a picture without plotly: its points, and the chart they make.
// Pure, like chart.js.

import { linearTicks, yearTicks } from "./chart.js";
import { figure as number, yearFraction } from "./text.js";

const DAY = 864e5; // milliseconds
export const isNumber = (value) => typeof value === "number";
const isDate = (value) => /^\d{4}-\d\d-\d\d/.test(value);
/** A date as years, for an axis of years; anything else as it is. */
const place = (value) => (isDate(value) ? yearFraction(value.slice(0, 10), "day") : value);
const later = (date, milliseconds) =>
  new Date(Math.round((Date.parse(date.slice(0, 10)) + milliseconds) / DAY) * DAY).toISOString();

export const titleOf = (thing) => (typeof thing === "string" ? thing : thing?.text) ?? "";
export const plain = (markup) => markup.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
export const show = (value) =>
  isNumber(value) ? number(value) : isDate(value) ? value.slice(0, 10) : String(value);
const thousands = (value) => show(value).replace(/\B(?=(\d{3})+$)/g, ",");
/** How the figure writes the values of an axis. */
export const writes = (axis) => (axis?.tickformat === "," ? thousands : show);

/** Where a bar begins, if that is a date. */
const startOf = (trace, i) => {
  const base = Array.isArray(trace.base) ? trace.base[i] : trace.base;
  return isDate(base) ? base : undefined;
};

/** Every point of a figure as a row; the kinds of trace a picture can be drawn of are these. */
export function pointsOf(figure) {
  return figure.data.flatMap((trace, k) => {
    if (!["scatter", "bar", undefined].includes(trace.type)) {
      throw new Error(`no picture of a “${trace.type}” trace can be drawn; use scatter or bar`);
    }
    const said = Array.isArray(trace.text) ? trace.text : [];
    return trace.y
      .map((y, i) => {
        const x = trace.x?.[i] ?? i;
        const start = startOf(trace, i);
        const span = start && `${start.slice(0, 10)} to ${later(start, x).slice(0, 10)}`;
        return { k, i, series: trace.name ?? "", x, y, said: span ?? said[i] };
      })
      .filter(({ y }) => y !== null);
  });
}

/** The bars, each from where it starts: side by side, one on another, or from a date of its own. */
function barsOf(figure, points, inkOf) {
  const traces = figure.data.filter((trace) => trace.type === "bar");
  const mode = traces.length > 1 ? figure.layout.barmode ?? "group" : "";
  const sums = {};
  return points.filter(({ k }) => traces.includes(figure.data[k])).map(({ k, i, x, y }) => {
    const trace = figure.data[k];
    const [at, long] = trace.orientation === "h" ? ["y", "x"] : ["x", "y"];
    const bar = { x, y, ink: inkOf(trace, k) };
    const start = startOf(trace, i);
    if (start) return { ...bar, from: place(start), x: place(later(start, x)), label: "" };
    if (mode === "group") return { ...bar, part: [traces.indexOf(trace), traces.length] };
    if (!["stack", "relative"].includes(mode)) return bar;
    const key = JSON.stringify([bar[at], bar[long] < 0]);
    const from = sums[key] ?? 0;
    sums[key] = from + bar[long];
    return { ...bar, from, [long]: sums[key], label: "" };
  });
}

function extent(values, range, margin = 0.04) {
  if (range?.every(isNumber)) return range;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const edge = (high - low) * margin || 1;
  return [low >= 0 && low - edge < 0 ? 0 : low - edge, high + edge];
}

/** The axis along the width: years where there are dates, numbers, or names. */
function across(figure, points, bars, flat, width) {
  const { xaxis } = figure.layout;
  const xs = points.map(({ x }) => x);
  if (points.some(({ k, i }) => startOf(figure.data[k], i))) {
    return years(extent(bars.flatMap(({ from, x }) => [from, x]), null, 0.02), width);
  }
  if (xs.every(isDate)) return years(extent(xs.map(place), null, 0.02), width);
  if (!xs.every(isNumber)) return { type: "category", domain: [...new Set(xs)] };
  if (flat) return { type: "linear", domain: extent([0, ...xs, ...bars.map(({ x }) => x)], xaxis?.range) };
  const domain = extent(xs, xaxis?.range, 0.02);
  return { type: "linear", domain, ticks: linearTicks(domain) };
}

const years = (domain, width) => ({ type: "year", domain, ticks: yearTicks(domain, width) });

/** What chart.js draws of a figure. */
export function charted(figure, width) {
  const { layout } = figure;
  const points = pointsOf(figure);
  const colourway = layout.template?.layout?.colorway ?? [];
  const lightName = (hex) => {
    const k = colourway.indexOf(hex);
    return k >= 0 ? `var(--ad-c${k})` : hex;
  };
  const inkOf = (trace, k) => {
    const own = trace.line?.color ?? trace.marker?.color;
    return typeof own === "string" ? lightName(own) : `var(--ad-c${k % 8})`;
  };
  const flat = points.some(({ y }) => !isNumber(y));
  const bars = barsOf(figure, points, inkOf);
  const lines = [];
  const marks = [];
  const whiskers = [];
  figure.data.forEach((trace, k) => {
    if (trace.type === "bar") return;
    const ink = inkOf(trace, k);
    const rows = points.filter((p) => p.k === k).map((p) => ({ ...p, x: place(p.x) }));
    const mode = trace.mode ?? "lines+markers";
    if (mode.includes("lines")) {
      const dash = { dash: "7 4", dot: "2 3" }[trace.line?.dash] ?? "none";
      lines.push({ points: rows.map(({ x, y }) => [x, y]), ink, dash });
    }
    if (mode.includes("markers")) {
      const hollow = String(trace.marker?.symbol ?? "").endsWith("-open");
      marks.push(...rows.map(({ x, y }) => ({ x, y, ink, hollow })));
    }
    for (const { i, x, y } of rows) {
      const half = trace.error_y?.array?.[i];
      if (half) whiskers.push({ x, low: y - half, high: y + half, ink });
    }
  });
  const heights = [...points, ...bars].map(({ y }) => y);
  const named = figure.data.filter((trace) => trace.name && trace.showlegend !== false);
  return {
    width,
    plotHeight: width < 480 ? 240 : 320,
    title: plain(titleOf(layout.title)),
    subtitle: plain(titleOf(layout.title?.subtitle)),
    description: layout.meta?.alt ?? plain(titleOf(layout.title)),
    unit: plain(titleOf(flat ? layout.xaxis?.title : layout.yaxis?.title)),
    notes: flat ? "" : plain(titleOf(layout.xaxis?.title)),
    x: across(figure, points, bars, flat, width),
    y: flat
      ? { type: "category", domain: [...new Set(points.map(({ y }) => y))] }
      : {
          domain: extent(
            bars.length || layout.yaxis?.rangemode === "tozero" ? [0, ...heights] : heights,
            layout.yaxis?.range,
          ),
          format: writes(layout.yaxis),
        },
    bars, lines, marks, whiskers,
    legend: named.length > 1
      ? named.map((trace) => ({
          label: plain(trace.name),
          ink: inkOf(trace, figure.data.indexOf(trace)),
          line: trace.type !== "bar" && trace.mode !== "markers",
          shape: trace.type === "bar" ? "square" : trace.mode === "markers" ? "circle" : undefined,
          hollow: String(trace.marker?.symbol ?? "").endsWith("-open"),
          dash: { dash: "7 4", dot: "2 3" }[trace.line?.dash],
        }))
      : [],
  };
}
