// Rows of bars over a month axis as one SVG text. Pure, like the chart: see chart.js.
// A month is a number, 12 times the year plus the month from 0, so that bars are plain arithmetic.

import { heading, legend, mark, sheet, text, yearTicks } from "./chart.js";
import { dateText, textWidth, wrap } from "./text.js";

const INK = "var(--ad-ink)";
const MUTED = "var(--ad-muted)";
const GRID = "var(--ad-grid)";
const PAPER = "var(--ad-paper)";
const PANEL = "var(--ad-panel)";
const n = (value) => Number(value.toFixed(1));

/** The number of the month of an ISO date; NaN for what is none. */
export function monthOf(iso) {
  const found = /^(\d{4})-(0[1-9]|1[0-2])(-\d\d)?$/.exec(String(iso));
  return found ? 12 * Number(found[1]) + Number(found[2]) - 1 : NaN;
}

/** "2026-01" */
export const monthIso = (month) =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

/** "January 2026" */
export const monthText = (month) => dateText(monthIso(month), "month");

/** Strokes across a box: none, one way, or both ways. They tell bars apart without colour. */
function strokes(x, y, wide, high, hatch) {
  let d = "";
  for (let at = 6; hatch && at < wide + high; at += 7) {
    const from = Math.max(0, at - wide);
    const to = Math.min(high, at);
    d += `M${n(x + at - from)} ${n(y + from)}L${n(x + at - to)} ${n(y + to)}`;
    if (hatch > 1) d += `M${n(x + wide - at + from)} ${n(y + from)}L${n(x + wide - at + to)} ${n(y + to)}`;
  }
  return d && `<path d="${d}" stroke="${PAPER}" stroke-width="1.5"/>`;
}

/** A bar from x to x1; one with an open end is an arrow. */
function bar(x, x1, y, high, { ink, hatch = 0, open = false }) {
  const tip = open ? Math.min(9, x1 - x) : 0;
  const body = Math.max(2, x1 - x - tip);
  const arrow = open
    ? `<path d="M${n(x + body)} ${n(y - 3)}L${n(x + body + tip)} ${n(y + high / 2)}L${n(x + body)} ${n(y + high + 3)}Z" fill="${ink}"/>`
    : "";
  return (
    `<rect x="${n(x)}" y="${n(y)}" width="${n(body)}" height="${high}" fill="${ink}"/>` +
    strokes(x, y, body, high, hatch) + arrow
  );
}

const badge = (x, y, letter) =>
  `<rect x="${n(x)}" y="${n(y - 12.5)}" width="17" height="17" rx="3" fill="${PAPER}" stroke="${MUTED}"/>` +
  text(x + 8.5, y, letter, { size: 12, anchor: "middle", weight: 650 });

/** An item of the key for a kind of bar, with the letter that stands beside such bars. */
export const barKey = (label, style, letter) => ({
  label: letter ? `${letter}: ${label}` : label,
  symbol: (x, y) => bar(x, x + 21, y - 11, 12, style),
});

/** A thin line between two ends, as below the bars; also in the key. */
const whisker = (a, b, y) =>
  `<path d="M${n(a)} ${n(y - 2)}v4M${n(a)} ${n(y)}H${n(b)}m0-2v4" fill="none" stroke="${INK}" stroke-width="1.5"/>`;

export const spanKey = (label) => ({ label, symbol: (x, y) => whisker(x + 1, x + 20, y - 5) });

/**
 * Draw.
 *
 * spec: {
 *   width, title, subtitle, summary (a sentence in full ink), description, notes,
 *   from, to: months,
 *   bands: [{from, to, labels}] (over all rows; the first of the labels that fits is written),
 *   groups: [{label, rows: [{
 *     id, label, sub (a smaller line below), badge (a letter),
 *     bars: [{from, to, ink, hatch: 0 | 1 | 2, open}], ticks: [months] (notches below the bars),
 *     span: [from, to] (a thin line below the bars), marks: [{at, shape, ink, hollow}],
 *     texts: [{at, text}]
 *   }]}],
 *   legend, chosen: id of the row with a frame around it
 * }
 * Returns {svg, places: [{id, x, y, x1, y1}], height}; places are in the picture's own pixels.
 */
export function gantt(spec) {
  const { width, from, to } = spec;
  const head = heading(spec);
  const parts = [head.svg];
  let y = head.bottom;
  for (const line of wrap(spec.summary ?? "", 13, width)) {
    parts.push(text(0, y + 2, line));
    y += 18;
  }
  const key = legend(spec.legend ?? [], width, y + 8);
  parts.push(key.svg);
  y = key.bottom + 14;

  const narrow = width < 560;
  const rows = spec.groups.flatMap((group) => group.rows);
  const indent = rows.some((row) => row.badge) ? 25 : 0;
  const widest = Math.max(0, ...rows.map((row) => textWidth(row.label, 12.5)));
  const left = narrow ? 8 : indent + Math.min(widest, width * 0.34) + 14;
  const right = width - 12;
  const px = (month) => left + ((Math.max(from, Math.min(to, month)) - from) / (to - from || 1)) * (right - left);

  const bands = spec.bands ?? [];
  if (bands.length) {
    for (const [i, band] of bands.entries()) {
      const [x, wide] = [px(band.from), px(band.to) - px(band.from)];
      const label = band.labels.find((words) => textWidth(words, 12) <= wide - 6) ?? "";
      parts.push(
        `<rect x="${n(x)}" y="${n(y)}" width="${n(wide)}" height="24" fill="${i % 2 ? PAPER : PANEL}" stroke="${MUTED}"/>`,
        text(x + wide / 2, y + 16.5, label, { size: 12, anchor: "middle", weight: 650 }),
      );
    }
    y += 24;
  }
  const top = y;
  const drawn = [];
  const places = [];
  const labelWidth = narrow ? width - indent - 4 : left - indent - 12;
  for (const group of spec.groups) {
    if (group.label) {
      drawn.push(text(0, y + 19, group.label, { size: 12, fill: MUTED, weight: 650 }));
      y += 26;
    }
    for (const row of group.rows) {
      const lines = [
        ...wrap(row.label, 12.5, labelWidth).map((words) => [words, { size: 12.5 }]),
        ...(row.sub ? wrap(row.sub, 11, labelWidth).map((words) => [words, { size: 11, fill: MUTED }]) : []),
      ];
      const high = lines.length * 14.5;
      const tall = narrow ? high + 28 : Math.max(high + 9, 27);
      const first = narrow ? y + 13 : y + (tall - high) / 2 + 11.5;
      if (row.badge) drawn.push(badge(0, first + 0.5, row.badge));
      lines.forEach(([words, style], i) => drawn.push(text(indent, first + i * 14.5, words, style)));
      const middle = narrow ? y + high + 14 : y + tall / 2;
      for (const b of row.bars ?? []) drawn.push(bar(px(b.from), px(b.to), middle - 7, 14, b));
      for (const tick of row.ticks ?? []) {
        drawn.push(`<path d="M${n(px(tick))} ${n(middle + 7)}v5" stroke="${INK}"/>`);
      }
      if (row.span) drawn.push(whisker(...row.span.map(px), middle + 10));
      for (const m of row.marks ?? []) drawn.push(mark(m.shape ?? "diamond", px(m.at), middle, m.ink ?? INK, m.hollow));
      for (const t of row.texts ?? []) {
        const half = textWidth(t.text, 12) / 2;
        drawn.push(text(Math.max(left + half, Math.min(px(t.at), width - half)), middle + 4.5, t.text, { size: 12, anchor: "middle" }));
      }
      if (row.id !== undefined) {
        places.push({ id: row.id, x: 0, y: y + 1, x1: width, y1: y + tall - 1 });
        if (row.id === spec.chosen) {
          drawn.push(`<rect x="1" y="${n(y + 1)}" width="${width - 2}" height="${n(tall - 2)}" rx="4" fill="none" stroke="${INK}" stroke-width="2"/>`);
        }
      }
      y += tall;
    }
  }
  const bottom = y + 6;
  // Behind the rows: bands and the years. On a phone the rows' labels cross them, so they stay faint.
  bands.forEach((band, i) => {
    if (i % 2 === 0 && !narrow) {
      parts.push(`<rect x="${n(px(band.from))}" y="${n(top)}" width="${n(px(band.to) - px(band.from))}" height="${n(bottom - top)}" fill="${PANEL}"/>`);
    }
  });
  for (const year of yearTicks([from / 12, to / 12], right - left)) {
    const x = px(12 * year);
    const half = textWidth(String(year), 12) / 2;
    if (!narrow) parts.push(`<path d="M${n(x)} ${n(top)}V${n(bottom)}" stroke="${GRID}"/>`);
    parts.push(
      `<path d="M${n(x)} ${n(bottom)}v5" stroke="${MUTED}"/>`,
      text(Math.max(half, Math.min(x, width - half)), bottom + 19, year, { size: 12, fill: MUTED, anchor: "middle" }),
    );
  }
  parts.push(`<path d="M${n(left)} ${n(bottom)}H${n(right)}" stroke="${MUTED}"/>`, ...drawn);
  const { svg, height } = sheet({
    parts, width, bottom: bottom + 26, notes: spec.notes, description: spec.description ?? spec.title,
  });
  return { svg, places, height };
}
