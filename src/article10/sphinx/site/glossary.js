// A field above the glossary that leaves the terms which hold its words. Without JavaScript there is
// no field, and the whole list stays.
(() => {
  "use strict";
  const list = document.querySelector(".ad-glossary");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const field = document.createElement("input");
  field.type = "search";
  field.id = "ad-glossary-words";
  field.autocomplete = "off";
  const label = document.createElement("label");
  label.htmlFor = field.id;
  label.textContent = "Find a term";
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const box = document.createElement("p");
  box.className = "ad-find";
  box.append(label, field, count);
  list.prepend(box);

  // An entry is its definition and the names before it.
  const entries = [...list.querySelectorAll("dl.glossary > dd")].map((definition) => {
    const parts = [definition];
    for (let node = definition.previousElementSibling; node?.tagName === "DT"; ) {
      parts.push(node);
      node = node.previousElementSibling;
    }
    return { parts, text: fold(parts.map((part) => part.textContent).join(" ")) };
  });

  function filter() {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { parts, text } of entries) {
      const fits = words.every((word) => text.includes(word));
      found += fits;
      for (const part of parts) part.hidden = !fits;
    }
    for (const group of list.querySelectorAll(".ad-letter")) {
      group.hidden = !group.querySelector("dd:not([hidden])");
    }
    count.textContent = words.length ? `${found} of ${entries.length} terms` : "";
  }
  field.addEventListener("input", filter);
  // A link to a term that the words leave out would lead nowhere.
  list.addEventListener("click", (event) => {
    if (field.value && event.target.closest('a[href^="#"]')) {
      field.value = "";
      filter();
    }
  });
})();
