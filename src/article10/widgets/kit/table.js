// Rows: decoding what Python sends, and showing them as a table or a CSV file.

import { esc } from "./text.js";

const decoded = new WeakMap();

/**
 * Rows as objects. Python sends columns, with repeated strings as codes into levels:
 * [{name, values}] or [{name, levels, codes}].
 */
export function rowsOf(columns) {
  if (!decoded.has(columns)) {
    const length = columns.length ? (columns[0].values ?? columns[0].codes).length : 0;
    const rows = Array.from({ length }, (_, index) => ({ index }));
    for (const { name, values, levels, codes } of columns) {
      for (let i = 0; i < length; i += 1) {
        rows[i][name] = values ? values[i] : (levels[codes[i]] ?? null);
      }
    }
    decoded.set(columns, rows);
  }
  return decoded.get(columns);
}

/** An HTML table. `columns` is [{label, cell(row) -> text, html(row) -> markup, numeric}]. */
export function tableHtml(caption, columns, rows) {
  const head = columns
    .map((c) => `<th scope="col"${c.numeric ? ' class="ad-num"' : ""}>${esc(c.label)}</th>`)
    .join("");
  const body = rows
    .map((row) => {
      const cells = columns.map((c, i) => {
        const inner = c.html ? c.html(row) : esc(c.cell(row));
        const attr = c.numeric ? ' class="ad-num"' : "";
        return i === 0 ? `<th scope="row"${attr}>${inner}</th>` : `<td${attr}>${inner}</td>`;
      });
      return `<tr>${cells.join("")}</tr>`;
    })
    .join("");
  return (
    `<table class="ad-table"><caption>${esc(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
  );
}

/** RFC 4180 text. A cell that a spreadsheet would take for a formula is kept as text. */
export function csvText(names, rows) {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    let text = String(value);
    if (typeof value === "string" && /^[=+\-@\t]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return [names, ...rows.map((row) => names.map((name) => row[name]))]
    .map((line) => line.map(cell).join(","))
    .join("\r\n")
    .concat("\r\n");
}
