// Words and numbers as a reader sees them. Pure functions: they also run in Python's embedded engine.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

/** Text made safe for HTML and SVG, attribute values included. */
export const esc = (value) => String(value ?? "").replace(/[&<>"']/g, (c) => ENTITIES[c]);

export const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** "a, b and c" */
export function listing(items, last = "and") {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${last} ${items[items.length - 1]}`;
}

/** One decimal where there is one, none where there is not. */
export const figure = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(1));

/** An ISO date as far as it is known: "2024", "May 2024" or "5 May 2024". */
export function dateText(iso, precision) {
  const [year, month, day] = iso.split("-").map(Number);
  if (precision === "year") return String(year);
  if (precision === "month") return `${MONTHS[month - 1]} ${year}`;
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** A position in time, in years, at the middle of what the precision leaves open. */
export function yearFraction(iso, precision) {
  const [year, month, day] = iso.split("-").map(Number);
  if (precision === "year") return year + 0.5;
  if (precision === "month") return year + (month - 0.5) / 12;
  return year + (month - 1 + (day - 0.5) / 31) / 12;
}

/** The width of a text in pixels without a browser: on the generous side, as for a wide system font. */
export function textWidth(text, size) {
  let units = 0;
  for (const c of String(text)) {
    if (/[iljtfr.,:;'|!()\s]/.test(c)) units += 0.37;
    else if (/[mwMW%@]/.test(c)) units += 0.95;
    else if (/[A-Z0-9]/.test(c)) units += 0.67;
    else units += 0.6;
  }
  return units * size;
}

/** Lines of at most `width` pixels, broken at spaces. */
export function wrap(text, size, width) {
  const lines = [];
  let line = "";
  for (const word of String(text).split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line) lines.push(line);
  return lines;
}
