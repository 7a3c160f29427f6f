// Time along one axis, and lanes in which nothing touches its neighbour. Pure.

import { linearTicks, text, yearTicks } from "./chart.js";
import { MONTHS, textWidth } from "./text.js";

const n = (value) => Number(value.toFixed(1));

/** What a date leaves open, in years: [first, last] moment of its year, month or day. */
export function extent(iso, precision) {
  const [year, month, day] = iso.split("-").map(Number);
  if (precision === "year") return [year, year + 1];
  if (precision === "month") return [year + (month - 1) / 12, year + month / 12];
  const start = year + (month - 1 + (day - 1) / 31) / 12;
  return [start, start + 1 / 372];
}

/** Ticks of the calendar, [{at, label}]: years, or months where few years are shown. */
function calendarTicks([start, end], width) {
  const room = Math.max(2, Math.floor(width / 52));
  const step = [1, 2, 3, 6].find((months) => ((end - start) * 12) / months <= room);
  if (!step) return yearTicks([start, end], width).map((year) => ({ at: year, label: String(year) }));
  const ticks = [];
  for (let month = Math.ceil(start * 12); month <= end * 12; month += step) {
    const ofYear = month % 12;
    ticks.push({ at: month / 12, label: ofYear ? MONTHS[ofYear].slice(0, 3) : String(month / 12) });
  }
  return ticks;
}

/**
 * An axis of time. domain in years; `clock` is "calendar", or anything else for years counted from zero.
 * Returns {x(year) -> pixels, svg} with a hairline from `top` to `bottom` and a label for every tick.
 */
export function timeAxis({ domain, clock = "calendar", left, right, top, bottom }) {
  const x = (year) => left + ((year - domain[0]) / (domain[1] - domain[0] || 1)) * (right - left);
  const ticks =
    clock === "calendar"
      ? calendarTicks(domain, right - left)
      : linearTicks(domain, (right - left) / 80).map((at) => ({ at, label: String(at) }));
  const svg = ticks.map(({ at, label }) => {
    const half = textWidth(label, 12) / 2;
    return (
      `<path d="M${n(x(at))} ${n(top)}V${n(bottom)}" stroke="var(--ad-grid)"/>` +
      text(Math.max(half, Math.min(x(at), right - half + 6)), bottom + 16, label, {
        size: 12, fill: "var(--ad-muted)", anchor: "middle",
      })
    );
  });
  return { x, svg: svg.join("") };
}

/**
 * Give each item the first lane with room for it. An item is a list of spots, [low, high] in pixels,
 * the one it would rather have first. Returns {places: [{lane, spot} or null where no lane of `limit`
 * has room], lanes: how many are in use}.
 */
export function pack(items, limit = Infinity, gap = 6) {
  const lanes = [];
  const places = items.map((spots) => {
    for (let lane = 0; lane < limit && spots.length; lane += 1) {
      const taken = (lanes[lane] ??= []);
      for (const [spot, [low, high]] of spots.entries()) {
        if (taken.every((other) => high + gap <= other[0] || low - gap >= other[1])) {
          taken.push([low, high]);
          return { lane, spot };
        }
      }
    }
    return null;
  });
  return { places, lanes: lanes.filter((taken) => taken.length).length };
}

/** A text cut to `width` pixels, with an ellipsis where something is missing. */
export function shorten(content, size, width) {
  if (textWidth(content, size) <= width) return content;
  let cut = content;
  while (cut && textWidth(`${cut}…`, size) > width) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}
