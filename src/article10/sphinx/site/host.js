// Brings the views of a page to life with no kernel and no request beyond the site.
// Classic scripts throughout, so that a page opened from a disk is alive, too.
(() => {
  "use strict";
  const base = new URL(".", document.currentScript.src);
  const provided = new Map();
  const loading = new Map();

  /** Load one of the site's own scripts once. */
  function load(path) {
    if (!loading.has(path)) {
      loading.set(
        path,
        new Promise((done, fail) => {
          const script = document.createElement("script");
          script.src = new URL(path, base);
          script.onload = done;
          script.onerror = () => fail(new Error(`could not load ${path}`));
          document.head.append(script);
        }),
      );
    }
    return loading.get(path);
  }

  async function get(key) {
    if (!provided.has(key)) await load(`${key}.js`);
    return provided.get(key);
  }

  async function plotly() {
    await load("plotly.js");
    return window.Plotly;
  }

  const { store } = window.article10;
  window.article10.provide = (key, value) => provided.set(key, value);

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  /** The part of anywidget's model that a widget may use. */
  class Model {
    constructor(state, constants) {
      this.state = state;
      this.constants = constants;
      this.listeners = new Map();
    }
    get(name) {
      return name in this.constants ? this.constants[name] : this.state[name];
    }
    set(name, value) {
      if (same(this.state[name], value)) return;
      this.state[name] = value;
      for (const listener of this.listeners.get(`change:${name}`) ?? []) listener();
    }
    save_changes() {
      for (const listener of this.listeners.get("saved") ?? []) listener();
    }
    on(event, listener) {
      if (!this.listeners.has(event)) this.listeners.set(event, new Set());
      this.listeners.get(event).add(listener);
    }
    off(event, listener) {
      this.listeners.get(event)?.delete(listener);
    }
  }

  /** Values of the page's address, typed like the view's own. */
  function fromAddress(name, preset, traits) {
    const query = new URLSearchParams(location.search);
    const found = {};
    for (const trait of traits) {
      const values = query.getAll(`${name}.${trait}`);
      if (!values.length) continue;
      const numeric = Array.isArray(preset[trait]) && typeof preset[trait][0] === "number";
      if (!Array.isArray(preset[trait])) found[trait] = values[0];
      else if (values.length === 1 && values[0] === "") found[trait] = [];
      else found[trait] = numeric ? values.map(Number) : values;
    }
    return found;
  }

  /** Write to the address what differs from the view that the page starts with. */
  function toAddress(name, preset, state, traits) {
    const query = new URLSearchParams(location.search);
    for (const trait of traits) {
      const key = `${name}.${trait}`;
      query.delete(key);
      if (same(state[trait], preset[trait])) continue;
      const values = Array.isArray(state[trait]) ? state[trait] : [state[trait]];
      for (const value of values.length ? values : [""]) query.append(key, value);
    }
    const text = query.toString();
    history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
  }

  const kind = (value) =>
    value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

  /** The kept values of a place; one of another type than the view's own is left out. */
  function recall(place, preset, traits) {
    const kept = place.read();
    const usable = traits.filter((trait) => kind(kept[trait]) === kind(preset[trait]));
    return Object.fromEntries(usable.map((trait) => [trait, kept[trait]]));
  }

  /** Keep the traits of a model in its place, and follow what happens to the place elsewhere. */
  function keepIn(place, model, preset, traits, summary) {
    const pick = (state) => Object.fromEntries(traits.map((trait) => [trait, state[trait]]));
    let written = pick(model.state);
    model.on("saved", () => {
      const now = pick(model.state);
      if (same(now, written)) return;
      written = now;
      const entry = {
        // The site's name follows the last dash.
        title: document.title.replace(/ \u2014 [^\u2014]*$/, ""),
        summary: summary?.(model.state, model.get("data")) ?? "",
        traits: now,
      };
      model.set("keeping", place.write(same(now, pick(preset)) ? null : entry));
    });
    place.follow(() => {
      written = { ...pick(preset), ...recall(place, preset, traits) };
      for (const trait of traits) model.set(trait, written[trait]);
    });
  }

  async function start(view, name) {
    const { script, data } = view.dataset;
    const settings = JSON.parse(view.querySelector("script").textContent);
    const { state: preset, address, keep = [] } = settings;
    const [widget, content] = await Promise.all([get(script), get(data)]);
    const place = store.place(name);
    const model = new Model(
      {
        ...preset,
        ...recall(place, preset, keep),
        ...fromAddress(name, preset, address),
        keeping: keep.length > 0 && store.works(),
      },
      { data: content, preset, plotly, ...(settings.store ? { store } : {}) },
    );
    model.on("saved", () => toAddress(name, preset, model.state, address));
    if (keep.length) keepIn(place, model, preset, keep, widget.summary);
    const el = document.createElement("div");
    const fallback = view.querySelector(".ad-fallback");
    fallback.before(el);
    try {
      widget.default.render({ model, el });
      fallback.remove();
      view.dataset.alive = "";
    } catch (error) {
      // The picture and its table stay.
      el.remove();
      throw error;
    }
  }

  const counts = new Map();
  const names = new Map();
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        near.unobserve(entry.target);
        start(entry.target, names.get(entry.target)).catch((error) => console.error(error));
      }
    },
    { rootMargin: "600px" },
  );
  for (const view of document.querySelectorAll(".article10-view")) {
    const { module } = view.dataset;
    const count = (counts.get(module) ?? 0) + 1;
    counts.set(module, count);
    names.set(view, count === 1 ? module : `${module}-${count}`);
    near.observe(view);
  }
})();
