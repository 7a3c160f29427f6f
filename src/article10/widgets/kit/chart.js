// A chart over time or categories as one SVG text: title, key, axes, marks and source line together,
// so that the picture is whole wherever it goes. Pure: the same text is drawn in the page, in
// JupyterLab and by Python. Colours are CSS variables, so that a theme switch needs no redrawing.

import { esc, textWidth, wrap } from "./text.js";

const INK = "var(--ad-ink)";
const MUTED = "var(--ad-muted)";
const GRID = "var(--ad-grid)";
const PAPER = "var(--ad-paper)";
const n = (value) => Number(value.toFixed(1));

/** The variable of the k-th colour of the module's scale of eight. */
export const colour = (k) => `var(--ad-c${k % 8})`;

const SHAPES = {
  circle: (x, y, r) => `<circle cx="${n(x)}" cy="${n(y)}" r="${r}"`,
  square: (x, y, r) =>
    `<rect x="${n(x - r + 0.5)}" y="${n(y - r + 0.5)}" width="${2 * r - 1}" height="${2 * r - 1}"`,
  triangle: (x, y, r) =>
    `<path d="M${n(x)} ${n(y - r - 1)}L${n(x + r + 1)} ${n(y + r)}H${n(x - r - 1)}Z"`,
  diamond: (x, y, r) =>
    `<path d="M${n(x)} ${n(y - r - 3)}L${n(x + r + 3)} ${n(y)}L${n(x)} ${n(y + r + 3)}L${n(x - r - 3)} ${n(y)}Z"`,
  hexagon: (x, y, r) =>
    `<path d="M${n(x - r - 1)} ${n(y)}l${n(r / 2 + 0.5)} ${-r}h${r + 1}l${n(r / 2 + 0.5)} ${r}l${n(-r / 2 - 0.5)} ${r}h${-r - 1}Z"`,
  flag: (x, y, r) => `<path d="M${n(x - r)} ${n(y - r)}h${2 * r}v${n(r * 1.2)}l${-r} ${n(r * 0.8)}l${-r} ${n(-r * 0.8)}Z"`,
};

/** A mark at a point, filled or hollow. */
export function mark(shape, x, y, ink, hollow, r = 5) {
  // A thin edge in the colour of the paper keeps neighbours apart.
  const [fill, edge, wide] = hollow ? [PAPER, ink, 1.75] : [ink, PAPER, 1];
  return `${SHAPES[shape](x, y, r)} fill="${fill}" stroke="${edge}" stroke-width="${wide}"/>`;
}

/** One line of text in a picture. */
export function text(x, y, content, { size = 13, fill = INK, anchor = "start", weight = 400 } = {}) {
  return (
    `<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"` +
    `${weight === 400 ? "" : ` font-weight="${weight}"`}>${esc(content)}</text>`
  );
}

/** Whole years, far enough apart that their labels do not touch. */
export function yearTicks([start, end], width) {
  const room = Math.max(2, Math.floor(width / 52));
  const step = [1, 2, 5, 10, 20, 50].find((s) => (end - start) / s <= room) ?? 100;
  const ticks = [];
  for (let year = Math.ceil(start / step) * step; year <= end; year += step) ticks.push(year);
  return ticks;
}

/** Round numbers, about `count` of them. */
export function linearTicks([low, high], count = 5) {
  const raw = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high + step / 1e6; i += 1) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** Title and subtitle at the head of a picture. */
export function heading({ title, subtitle = "", width }) {
  const parts = [];
  let top = 18;
  // Bold letters are wider than the estimate.
  for (const line of wrap(title, 19, width)) {
    parts.push(text(0, top, line, { size: 17, weight: 650 }));
    top += 21;
  }
  for (const line of wrap(subtitle, 13, width)) {
    parts.push(text(0, top, line, { fill: MUTED }));
    top += 18;
  }
  return { svg: parts.join(""), bottom: top };
}

/** The notes at the foot of a picture and the picture around its parts. Returns {svg, height}. */
export function sheet({ parts, width, bottom, notes = "", description }) {
  let end = bottom;
  const lines = wrap(notes, 11.5, width).map((line) => {
    end += 16;
    return text(0, end, line, { size: 11.5, fill: MUTED });
  });
  const height = Math.ceil(end + 8);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"` +
    ` role="img" aria-label="${esc(description)}" font-family="var(--ad-sans)">` +
    `${parts.join("")}${lines.join("")}</svg>`;
  return { svg, height };
}

/** The key. `symbol(x, y)` draws what is neither line, whisker nor mark. Returns {svg, bottom}. */
export function legend(items, width, top) {
  let x = 0;
  let y = top;
  const parts = [];
  for (const item of items) {
    const wide = 26 + textWidth(item.label, 13) + 14;
    if (x > 0 && x + wide > width) {
      x = 0;
      y += 20;
    }
    const ink = item.ink ?? MUTED;
    const symbols = [];
    if (item.line) {
      symbols.push(
        `<path d="M${n(x)} ${y - 4}h20" stroke="${ink}" stroke-width="2" stroke-dasharray="${item.dash ?? "none"}"/>`,
      );
    }
    if (item.whisker) {
      symbols.push(
        `<path d="M${n(x + 10)} ${y - 11}v14m-4 0h8m-8-14h8" stroke="${ink}" fill="none" stroke-width="1.5" stroke-dasharray="${item.dash ?? "none"}"/>`,
      );
    }
    if (item.symbol) symbols.push(item.symbol(x, y));
    if (item.shape) symbols.push(mark(item.shape, x + 10, y - 4, ink, item.hollow));
    parts.push(symbols.join(""), text(x + 26, y, item.label, { fill: INK }));
    x += wide;
  }
  return { svg: parts.join(""), bottom: items.length ? y + 8 : top - 14 };
}

/**
 * Draw.
 *
 * spec: {
 *   width, title, subtitle, description, notes (source line),
 *   plotHeight (pixels), unit (of the y axis, in words),
 *   x: {type: "year" | "linear" | "category", domain: [low, high] | [names]},
 *   y: {domain: [low, high], ticks, format(value), emphasis (a value drawn stronger)} or
 *      {type: "category", domain: [names]},
 *   lines: [{points: [[x, y]], ink, dash}],
 *   bars: [{x, y, ink, from (where it starts), part: [which, of how many side by side], label}]
 *     (horizontal where y is a category),
 *   spans: [{x0, x1, y, ink}] (how far a date is uncertain),
 *   whiskers: [{x, low, high, ink, dash}] (vertical), [{y, left, right, ink}] (horizontal),
 *   marks: [{id, x, y, shape, ink, hollow, label}],
 *   legend: [{label, ink, shape, hollow, line, whisker, dash}],
 *   chosen: id of the mark with a ring around it
 * }
 * Returns {svg, places: [{id, x, y}], height}; places are in the picture's own pixels.
 */
export function chart(spec) {
  const { width } = spec;
  const head = heading(spec);
  const key = legend(spec.legend ?? [], width, head.bottom + 8);
  const parts = [head.svg, key.svg];
  let top = key.bottom + 18;
  if (spec.unit) {
    parts.push(text(0, top, spec.unit, { size: 12, fill: MUTED }));
    top += 14;
  }

  const rowNames = spec.y.type === "category" ? spec.y.domain : null;
  const longest = rowNames ? Math.max(0, ...rowNames.map((name) => textWidth(name, 13))) : 0;
  const rises = rowNames ? [] : (spec.y.ticks ?? linearTicks(spec.y.domain));
  const riseText = (tick) => String(spec.y.format?.(tick) ?? tick);
  const left = rowNames
    ? Math.min(longest + 10, width * 0.46)
    : Math.max(34, ...rises.map((tick) => textWidth(riseText(tick), 12) + 10));
  const right = width - (rowNames ? 30 : 10);
  const bottom = top + (rowNames ? rowNames.length * 34 : spec.plotHeight ?? 300);
  const band = rowNames ? (bottom - top) / Math.max(1, rowNames.length) : 0;
  const columnNames = spec.x.type === "category" ? spec.x.domain : null;
  const column = columnNames ? (right - left) / Math.max(1, columnNames.length) : 0;

  const along = ([low, high], a, b) => (value) => a + ((value - low) / (high - low || 1)) * (b - a);
  const px = columnNames
    ? (value) => left + (columnNames.indexOf(value) + 0.5) * column
    : along(spec.x.domain, left, right);
  const py = rowNames
    ? (value) => top + (rowNames.indexOf(value) + 0.5) * band
    : along(spec.y.domain, bottom, top);

  if (rowNames) {
    for (const tick of spec.x.ticks ?? linearTicks(spec.x.domain)) {
      parts.push(`<path d="M${n(px(tick))} ${n(top)}V${n(bottom)}" stroke="${GRID}"/>`);
      parts.push(
        text(px(tick), bottom + 18, spec.x.format?.(tick) ?? tick, {
          size: 12, fill: MUTED, anchor: "middle",
        }),
      );
    }
    for (const name of rowNames) {
      const lines = wrap(name, 13, left - 8);
      lines.forEach((line, i) =>
        parts.push(
          text(left - 10, py(name) + 4.5 + (i - (lines.length - 1) / 2) * 14, line, { anchor: "end" }),
        ),
      );
    }
  } else {
    for (const tick of rises) {
      const strong = tick === spec.y.emphasis;
      parts.push(
        `<path d="M${n(left)} ${n(py(tick))}H${n(right)}" stroke="${strong ? MUTED : GRID}"${strong ? ' stroke-dasharray="2 3"' : ""}/>`,
        text(left - 6, py(tick) + 4, riseText(tick), {
          size: 12, fill: MUTED, anchor: "end",
        }),
      );
    }
    const ticks = columnNames ?? spec.x.ticks ??
      (spec.x.type === "year" ? yearTicks(spec.x.domain, right - left) : linearTicks(spec.x.domain));
    for (const tick of ticks) {
      const label = String(spec.x.format?.(tick) ?? tick);
      const half = textWidth(label, 12) / 2;
      const at = Math.max(left - 6 + half, Math.min(px(tick), width - half));
      parts.push(
        `<path d="M${n(px(tick))} ${n(bottom)}v5" stroke="${MUTED}"/>`,
        text(at, bottom + 19, label, { size: 12, fill: MUTED, anchor: "middle" }),
      );
    }
    parts.push(`<path d="M${n(left)} ${n(bottom)}H${n(right)}" stroke="${MUTED}"/>`);
  }

  for (const { x, y, ink, from = 0, part: [k, of] = [0, 1], label } of spec.bars ?? []) {
    const [start, end, at, room] = rowNames
      ? [px(Math.max(from, spec.x.domain[0])), px(x), py(y), band]
      : [py(Math.max(from, spec.y.domain[0])), py(y), px(x), columnNames ? column : (right - left) / spec.bars.length];
    const wide = Math.max(2, (room * 0.64) / of);
    const side = n(at + wide * (k - of / 2));
    const long = n(Math.abs(end - start));
    const low = n(Math.min(start, end));
    const box = rowNames
      ? `x="${low}" y="${side}" width="${long}" height="${n(wide)}"`
      : `x="${side}" y="${low}" width="${n(wide)}" height="${long}"`;
    parts.push(`<rect ${box} fill="${ink}"/>`);
    if (rowNames) parts.push(text(end + 5, at + 4.5, label ?? spec.x.format?.(x) ?? x, { size: 12 }));
  }
  for (const { x0, x1, y, ink } of spec.spans ?? []) {
    parts.push(
      `<path d="M${n(Math.max(left, px(x0)))} ${n(py(y))}H${n(Math.min(right, px(x1)))}" stroke="${ink}" stroke-width="1" opacity=".55"/>`,
    );
  }
  for (const { points, ink, dash } of spec.lines ?? []) {
    const d = points.map(([x, y], i) => `${i ? "L" : "M"}${n(px(x))} ${n(py(y))}`).join("");
    parts.push(
      `<path d="${d}" fill="none" stroke="${ink}" stroke-width="2" stroke-linejoin="round" stroke-dasharray="${dash ?? "none"}"/>`,
    );
  }
  for (const w of spec.whiskers ?? []) {
    const d =
      w.left === undefined
        ? `M${n(px(w.x))} ${n(py(w.low))}V${n(py(w.high))}m-4 0h8M${n(px(w.x) - 4)} ${n(py(w.low))}h8`
        : `M${n(px(w.left))} ${n(py(w.y))}H${n(px(w.right))}m0-4v8M${n(px(w.left))} ${n(py(w.y) - 4)}v8`;
    parts.push(
      `<path d="${d}" fill="none" stroke="${w.ink}" stroke-width="1.25" stroke-dasharray="${w.dash ?? "none"}"/>`,
    );
  }
  const places = [];
  for (const m of spec.marks ?? []) {
    const x = px(m.x);
    const y = py(m.y);
    places.push({ id: m.id, x, y });
    if (m.id !== undefined && m.id === spec.chosen) {
      parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="10" fill="none" stroke="${INK}" stroke-width="2"/>`);
    }
    parts.push(mark(m.shape ?? "circle", x, y, m.ink, m.hollow));
    if (m.label) parts.push(text(x + 9, y - 7, m.label, { size: 12 }));
  }

  const { svg, height } = sheet({
    parts, width, bottom: bottom + 26, notes: spec.notes, description: spec.description ?? spec.title,
  });
  return { svg, places, height };
}
