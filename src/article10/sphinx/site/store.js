// What readers did, kept in their own browser: each view's kept traits under one key.
// The host uses it for the views that keep something and hands it to the progress page.
(() => {
  "use strict";
  const PREFIX = "article10.view";
  const here = new URL(".", document.currentScript.src);
  const site = new URL("../../", here).pathname;

  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** A page by its path in the site, whether or not the server shows the file's ending. */
  const plain = (path) => path.replace(/(^|\/)index(\.html)?$/, "$1").replace(/\.html$/, "");

  // Paths hold no spaces, so a space parts them.
  const keyOf = (page, name) => [PREFIX, site, page, name].join(" ");

  /** The page and view of a key, or null for what is not this site's. */
  function partsOf(key) {
    const [prefix, root, page, name, ...rest] = key.split(" ");
    // A page such as "/example.org" would lead out of the site.
    const sound = /^(?!\/)[\w./%~-]*$/.test(page) && /^[\w-]+$/.test(name) && !rest.length;
    return prefix === PREFIX && root === site && sound ? { page, name } : null;
  }

  /** The address of a page of list(), for a link. */
  const address = (page) => `${site}${page.replace(/(^|\/)$/, "$1index")}.html`;

  /** Call back when an entry (any, without a key) may have changed elsewhere. */
  function follow(listener, key = null) {
    addEventListener("storage", (event) => {
      if (key === null || event.key === key || event.key === null) listener();
    });
    // A page that "back" brings to life as it was has missed what happened since.
    addEventListener("pageshow", (event) => event.persisted && listener());
  }

  /** A stored text as {title, summary, traits}; null for anything else. */
  function entryOf(text) {
    try {
      const { title, summary, traits } = JSON.parse(text);
      const words = typeof title === "string" && typeof summary === "string";
      return words && isRecord(traits) ? { title, summary, traits } : null;
    } catch {
      return null;
    }
  }

  /** The browser's storage; touching it may throw where the reader forbids it. */
  const storage = () => window.localStorage;

  function works() {
    try {
      storage().setItem(PREFIX, "");
      storage().removeItem(PREFIX);
      return true;
    } catch {
      return false;
    }
  }

  /** The place of one view of this page. */
  function place(name) {
    const key = keyOf(plain(location.pathname.slice(site.length)), name);
    return {
      read() {
        try {
          return entryOf(storage().getItem(key))?.traits ?? {};
        } catch {
          return {};
        }
      },
      /** Store an entry, or take it away with null; false if the browser refuses. */
      write(entry) {
        try {
          if (entry) storage().setItem(key, JSON.stringify(entry));
          else storage().removeItem(key);
          return true;
        } catch {
          return false;
        }
      },
      follow: (listener) => follow(listener, key),
    };
  }

  /** Everything kept of this site: [{page, name, title, summary, traits}], by page and view. */
  function list() {
    const found = [];
    try {
      for (const key of Object.keys(storage())) {
        const parts = partsOf(key);
        const entry = parts && entryOf(storage().getItem(key));
        if (entry) found.push({ ...parts, ...entry });
      }
    } catch {
      return [];
    }
    const order = ({ page, name }) => `${page} ${name}`;
    return found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  /** Forget everything kept of this site. */
  function clear() {
    for (const { page, name } of list()) storage().removeItem(keyOf(page, name));
  }

  /**
   * Keep these entries, in the form of list(), in place of those of the same views. All or none:
   * throws an Error and leaves everything as it was if one is malformed or the browser refuses.
   */
  function write(entries) {
    const before = new Map();
    const lines = entries.map(({ page, name, ...entry }) => {
      const key = keyOf(page, name);
      const text = JSON.stringify(entry);
      if (typeof page !== "string" || !partsOf(key) || !entryOf(text)) {
        throw new Error("not an entry of this site");
      }
      return [key, text];
    });
    try {
      for (const [key, text] of lines) {
        before.set(key, storage().getItem(key));
        storage().setItem(key, text);
      }
    } catch {
      for (const [key, text] of before) {
        if (text === null) storage().removeItem(key);
        else storage().setItem(key, text);
      }
      throw new Error("the browser has no room for it or forbids storage");
    }
  }

  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  /** Names of the notebooks that JupyterLite keeps in the database of this name. */
  async function notebooks(database) {
    let open = null;
    try {
      const opening = indexedDB.open(database);
      // None yet: looking must not make an empty one.
      opening.onupgradeneeded = () => opening.transaction.abort();
      open = await answer(opening);
      const files = open.transaction(["files"], "readonly").objectStore("files");
      return (await answer(files.getAllKeys())).filter((name) => String(name).endsWith(".ipynb"));
    } catch {
      return [];
    } finally {
      open?.close();
    }
  }

  window.article10 = { store: { works, place, list, clear, write, follow, notebooks, address } };
})();
