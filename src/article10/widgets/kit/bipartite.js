// Links between two columns of nodes, as one SVG text, and as a nested list where there is no room.
// Nodes are grouped by what hangs together and ordered so that few links cross. Pure, like the chart.

import { colour, heading, legend, mark, sheet, text } from "./chart.js";
import { esc, wrap } from "./text.js";

const INK = "var(--ad-ink)";
const MUTED = "var(--ad-muted)";
const GRID = "var(--ad-grid)";
const n = (value) => Number(value.toFixed(1));

/** How often links cross when the nodes of both sides stand in these orders. */
export function crossings(left, right, links) {
  const ends = links.map((link) => [left.indexOf(link.from), right.indexOf(link.to)]);
  let count = 0;
  ends.forEach(([a, b], i) => {
    for (const [c, d] of ends.slice(i + 1)) if ((a - c) * (b - d) < 0) count += 1;
  });
  return count;
}

/** Move one node at a time to where the fewest links cross, until no move helps. */
function untangle(left, right, links) {
  const sides = [left, right];
  let best = crossings(left, right, links);
  for (let better = true; better; ) {
    better = false;
    for (const side of sides) {
      for (const id of [...side]) {
        for (let to = 0; to < side.length; to += 1) {
          const from = side.indexOf(id);
          side.splice(to, 0, ...side.splice(from, 1));
          const now = crossings(left, right, links);
          if (now < best) {
            best = now;
            better = true;
          } else {
            side.splice(from, 0, ...side.splice(to, 1));
          }
        }
      }
    }
  }
}

/** What hangs together, the largest first: [{left: [ids], right: [ids], links}]. */
export function clustersOf({ left, right, links }) {
  const found = [];
  const placed = new Set();
  for (const { id } of left) {
    if (placed.has(id)) continue;
    const cluster = { left: [id], right: [], links: [] };
    placed.add(id);
    for (const part of cluster.left) {
      for (const link of links.filter((l) => l.from === part)) {
        cluster.links.push(link);
        if (cluster.right.includes(link.to)) continue;
        cluster.right.push(link.to);
        for (const other of links.filter((l) => l.to === link.to && !placed.has(l.from))) {
          placed.add(other.from);
          cluster.left.push(other.from);
        }
      }
    }
    for (const side of ["left", "right"]) {
      const order = (side === "left" ? left : right).map((node) => node.id);
      cluster[side].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    }
    untangle(cluster.left, cluster.right, cluster.links);
    found.push(cluster);
  }
  return found.sort((a, b) => b.links.length - a.links.length);
}

/** A node and its links in words: {node, ends: [{text, row}]}. */
export function neighbours({ left, right, links }, id) {
  const named = (side, end) => side.find((node) => node.id === end)?.label ?? "";
  const part = left.find((node) => node.id === id);
  const ends = links
    .filter((link) => (part ? link.from === id : link.to === id))
    .map((link) => ({
      text: part ? `${link.relation} ${named(right, link.to)}` : `${named(left, link.from)} ${link.relation} it`,
      row: link.row,
    }));
  return { node: part ?? right.find((node) => node.id === id), ends };
}

/**
 * Draw.
 *
 * spec: {
 *   width, title, subtitle, description, notes,
 *   left, right: [{id, label, note, hollow}], links: [{from, to, relation}],
 *   heads: [over the left column, over the right one],
 *   clusters: [heading over nodes that share links, heading over single pairs],
 *   relations: {relation: dash}, solid, hollow (what the marks at the right mean),
 *   highlight: id of the node whose links stand out
 * }
 * Returns {svg, places: [{id, x, y, x1, y1}], height}.
 */
export function bipartite(spec) {
  const { width, highlight } = spec;
  const head = heading(spec);
  const has = (relation) => spec.links.some((link) => link.relation === relation);
  const key = legend(
    [
      ...Object.entries(spec.relations).filter(([relation]) => has(relation))
        .map(([label, dash]) => ({ label, line: true, dash })),
      ...[false, true].filter((hollow) => spec.right.some((node) => Boolean(node.hollow) === hollow))
        .map((hollow) => ({ label: hollow ? spec.hollow : spec.solid, shape: "square", ink: INK, hollow })),
    ],
    width,
    head.bottom + 8,
  );
  const parts = [head.svg, key.svg];
  const places = [];
  const [x0, x1] = [width * 0.38, width * 0.64];
  let y = key.bottom + 20;
  if (spec.links.length) {
    spec.heads.forEach((label, i) =>
      parts.push(text(i ? x1 + 12 : x0 - 12, y, label, { anchor: i ? "start" : "end", weight: 650 })),
    );
    y += 8;
  }
  const lit = new Set([highlight]);
  for (const link of spec.links) {
    if (link.from === highlight) lit.add(link.to);
    if (link.to === highlight) lit.add(link.from);
  }

  const column = (ids, nodes, room) =>
    ids.map((id) => {
      const node = nodes.find((one) => one.id === id);
      const lines = wrap(node.label, 12.5, room).map((words) => [words, 12.5]);
      if (node.note) lines.push([node.note, 11]);
      return { node, lines, high: lines.length * 15 + 9 };
    });
  const sum = (items) => items.reduce((total, item) => total + item.high, 0);
  const clusters = clustersOf(spec);
  let said = null;
  let hue = 0;
  for (const cluster of clusters) {
    const shared = cluster.links.length > 1;
    if (shared !== said && clusters.length > 1) {
      parts.push(text(0, y + 18, spec.clusters[shared ? 0 : 1], { size: 12, fill: MUTED, weight: 650 }));
      y += 28;
    }
    said = shared;
    const columns = [column(cluster.left, spec.left, x0 - 16), column(cluster.right, spec.right, width - x1 - 16)];
    const high = Math.max(...columns.map(sum));
    const middles = new Map();
    columns.forEach((items, side) => {
      const extra = (high - sum(items)) / items.length;
      let top = y;
      for (const { node, lines, high: own } of items) {
        const middle = top + (own + extra) / 2;
        middles.set(`${side} ${node.id}`, middle);
        const strong = highlight && lit.has(node.id);
        lines.forEach(([words, size], i) =>
          parts.push(
            text(side ? x1 + 12 : x0 - 12, middle + 4.5 + (i - (lines.length - 1) / 2) * 15, words, {
              size, anchor: side ? "start" : "end", weight: strong ? 650 : 400,
              fill: (highlight && !strong) || size < 12 ? MUTED : INK,
            }),
          ),
        );
        places.push({ id: node.id, x: side ? x1 : 0, y: top, x1: side ? width : x0, y1: top + own + extra });
        top += own + extra;
      }
    });
    const inks = new Map(cluster.left.map((id) => [id, colour(shared ? (hue += 1) - 1 : 7)]));
    const drawn = cluster.links.map((link) => {
      const [a, b] = [middles.get(`0 ${link.from}`), middles.get(`1 ${link.to}`)];
      const on = !highlight || link.from === highlight || link.to === highlight;
      const bend = (x1 - x0) * 0.4;
      return {
        on,
        svg:
          `<path d="M${n(x0)} ${n(a)}C${n(x0 + bend)} ${n(a)} ${n(x1 - bend)} ${n(b)} ${n(x1)} ${n(b)}" fill="none"` +
          ` stroke="${on ? inks.get(link.from) : GRID}" stroke-width="${on && highlight ? 3 : 1.75}"` +
          ` stroke-dasharray="${spec.relations[link.relation] ?? "none"}"/>`,
      };
    });
    // What stands out lies on top.
    parts.push(...drawn.filter((d) => !d.on).map((d) => d.svg), ...drawn.filter((d) => d.on).map((d) => d.svg));
    for (const id of cluster.left) parts.push(mark("circle", x0, middles.get(`0 ${id}`), inks.get(id), false, 4));
    for (const id of cluster.right) {
      parts.push(mark("square", x1, middles.get(`1 ${id}`), INK, spec.right.find((node) => node.id === id).hollow));
    }
    y += high + 4;
  }
  return { ...sheet({ parts, width, bottom: y, notes: spec.notes, description: spec.description }), places };
}

/** The same as a list within a list; with a highlight only what belongs to it. */
export function nestedList(spec) {
  const { highlight } = spec;
  const links = spec.links.filter((link) => !highlight || link.from === highlight || link.to === highlight);
  const items = spec.left
    .map((node) => [node, links.filter((link) => link.from === node.id)])
    .filter(([, ours]) => ours.length)
    .map(([node, ours]) => {
      const inner = ours.map((link) => {
        const end = spec.right.find((one) => one.id === link.to);
        return `<li>${esc(link.relation)} <b>${esc(end.label)}</b>${end.hollow ? ` (${esc(spec.hollow)})` : ""}</li>`;
      });
      return `<li>${esc(node.label)}${node.note ? ` (${esc(node.note)})` : ""}<ul>${inner.join("")}</ul></li>`;
    });
  return (
    `<div class="ad-tree"><p><b>${esc(spec.title)}</b><br>${esc(spec.subtitle)}</p>` +
    `<ul>${items.join("")}</ul><p class="ad-note">${esc(spec.notes)}</p></div>`
  );
}
