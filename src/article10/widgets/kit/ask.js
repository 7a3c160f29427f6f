// A button for what cannot be undone: it asks before it acts.

import { button, h } from "./frame.js";

/**
 * A button that turns into a question with two answers, the safe one in focus.
 * Returns {node, enable(on)}.
 */
export function asking(label, question, yes, act) {
  let enabled = true;
  const first = button(label, () => {
    if (!enabled) return;
    node.replaceChildren(panel);
    no.focus();
  });
  const back = () => {
    node.replaceChildren(first);
    first.focus();
  };
  const no = button("Cancel", back);
  const panel = h(
    "span",
    { class: "ad-ask", role: "group", "aria-label": question },
    h("span", {}, question),
    button(yes, () => {
      back();
      act();
    }),
    no,
  );
  panel.addEventListener("keydown", (event) => event.key === "Escape" && back());
  const node = h("span", {}, first);
  const enable = (on) => {
    enabled = on;
    // Not "disabled", which would throw the focus away that the button has after its question.
    first.setAttribute("aria-disabled", String(!on));
  };
  return { node, enable };
}
