/* The page around an exercise notebook in JupyterLite: theme, state, download, start over, and the
   announcement of a newer release. The notebook itself is JupyterLite's, in the frame. */
(() => {
  "use strict";
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  let unit;
  let frame;
  let started = false;
  let saved = false;

  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // a browser told to keep nothing
    }
  };

  // Theme: the reader's choice in the book, else the system's.

  const isDark = () => {
    const mode = recall("mode");
    return mode === "dark" || (mode !== "light" && systemDark.matches);
  };

  function applyTheme() {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    const name = isDark() ? "JupyterLab Dark" : "JupyterLab Light";
    return jupyter()?.commands.execute("apputils:change-theme", { theme: name });
  }

  // The notebook in the frame, through JupyterLab's own objects.

  const jupyter = () => frame?.contentWindow?.jupyterapp;
  const panel = () => {
    const widget = jupyter()?.shell.currentWidget;
    return widget?.context?.isReady ? widget : undefined;
  };

  async function save() {
    const context = panel()?.context;
    if (context?.model.dirty) await context.save();
  }

  function openNotebook() {
    started = saved = false;
    frame?.remove();
    frame = document.createElement("iframe");
    frame.title = `Notebook: ${unit.title}`;
    frame.className = "opening";
    frame.src = `../lite/notebooks/index.html?path=${encodeURIComponent(unit.file)}`;
    document.getElementById("stage").append(frame);
  }

  // What the student has stored. JupyterLite keeps a file under its path in the store "files".

  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  async function inStorage(stores, mode, action) {
    const opening = indexedDB.open(unit.storage);
    // No storage yet: opening it must not make an empty one.
    opening.onupgradeneeded = () => opening.transaction.abort();
    const database = await answer(opening).catch(() => null);
    if (!database) return undefined;
    try {
      const present = stores.filter((name) => database.objectStoreNames.contains(name));
      if (!present.length) return undefined;
      const transaction = database.transaction(present, mode);
      return await Promise.all(present.map((name) => answer(action(transaction.objectStore(name)))));
    } finally {
      database.close();
    }
  }

  const stored = () =>
    inStorage(["files"], "readonly", (files) => files.get(unit.file))
      .then((found) => found?.[0]?.content)
      .catch(() => undefined); // a browser told to keep nothing

  const forget = () =>
    inStorage(["files", "checkpoints"], "readwrite", (store) => store.delete(unit.file))
      .catch(() => undefined);

  async function download() {
    const open = panel()?.context.model.toJSON();
    const notebook = open ?? (await stored()) ?? (await (await fetch(unit.file)).json());
    // The kernel of a computer, not the browser's.
    notebook.metadata.kernelspec = unit.kernelspec;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)]));
    link.download = unit.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function startOver() {
    // Without its frame the notebook cannot save itself again.
    frame?.remove();
    await forget();
    leaveNotice();
  }

  // The bar says what Python and the storage are doing.

  const say = (id, text) => {
    const element = document.getElementById(id);
    if (element.textContent !== text) element.textContent = text;
  };

  async function watch() {
    if (!frame) return;
    if (frame.classList.contains("opening") && panel()) {
      panel().context.saveState.connect((_, state) => {
        saved ||= state === "completed";
      });
      await applyTheme();
      frame.classList.remove("opening");
    }
    const status = panel()?.sessionContext.session?.kernel?.status;
    if (["idle", "busy"].includes(status)) started = true;
    if (["restarting", "dead"].includes(status)) started = false;
    document.getElementById("waiting").hidden = started || status === "dead";
    if (!panel()) say("kernel", "Opening the notebook …");
    else if (status === "dead") say("kernel", "Python has stopped: reload the page.");
    else if (!started) say("kernel", "Python is starting (about 20 seconds).");
    else say("kernel", "Python is ready.");
    if (!panel()) return say("saved", "");
    if (panel().context.model.dirty) return say("saved", "Saving …");
    if (await stored()) say("saved", "Your work is saved in this browser.");
    else if (saved) say("saved", "This browser may not keep your work: download it before you leave.");
    else say("saved", "Your work will be saved in this browser.");
  }

  async function keepWatching() {
    try {
      await watch();
    } finally {
      setTimeout(keepWatching, 500);
    }
  }

  // A newer release.

  const keptKey = () => `article10.kept.${unit.file}`;

  async function newerRelease() {
    const notebook = await stored();
    if (!notebook || recall(keptKey()) === unit.digest) return false;
    const marks = notebook.metadata?.article10 ?? {};
    if (marks.digest === unit.digest) return false;
    say("newer-from", marks.release ?? "unknown");
    say("kernel", "A newer release is here: choose how to go on.");
    document.getElementById("waiting").hidden = true;
    return true;
  }

  function leaveNotice() {
    document.getElementById("newer").hidden = true;
    openNotebook();
    frame.focus();
  }

  const on = (id, action) => document.getElementById(id).addEventListener("click", action);

  async function main() {
    unit = JSON.parse(document.getElementById("unit").textContent);
    for (const element of document.querySelectorAll("[data-js]")) element.hidden = false;
    const dialog = document.getElementById("confirm");
    on("download", download);
    on("start-over", () => dialog.showModal());
    on("confirm-download", download);
    on("confirm-cancel", () => dialog.close());
    on("confirm-delete", () => {
      dialog.close();
      startOver();
    });
    on("keep", () => {
      leaveNotice();
      localStorage.setItem(keptKey(), unit.digest);
    });
    on("take", async () => {
      await download();
      await startOver();
    });
    systemDark.addEventListener("change", applyTheme);
    addEventListener("storage", (event) => event.key === "mode" && applyTheme());
    addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", () => document.hidden && save());
    if (await newerRelease()) document.getElementById("newer").hidden = false;
    else openNotebook();
    await keepWatching();
  }

  applyTheme();
  addEventListener("DOMContentLoaded", main);
})();
