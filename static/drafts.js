// A step of a submission saves itself: every five seconds after a change, and when it is left.
// Until the server has it, a copy stays on this device and is offered again.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const status = form.querySelector("[data-status]");
  const words = form.querySelector("[data-words]");
  const key = "kepuli-draft/" + form.dataset.key;
  const every = 5000;
  let timer = 0;
  let isDirty = false;
  let saving = null; // the promise of the save under way
  let isStopped = false;
  let changes = 0;

  const fields = () =>
    [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && !["csrf_token", "version"].includes(name),
    );
  const asText = () => JSON.stringify(fields());
  const version = () => Number(form.elements.version.value);
  const say = (text) => { status.textContent = text; };

  // `isSent`: the form itself was on its way, so a newer version has all of it.
  function keep(isSent) {
    const copy = { text: asText(), version: version(), isSent };
    try { localStorage.setItem(key, JSON.stringify(copy)); } catch { /* full, or forbidden */ }
  }
  function kept() {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }
  function forget() {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }

  function changed() {
    isDirty = true;
    changes += 1;
    keep(false);
    if (!timer) timer = setTimeout(save, every);
  }

  function save(options = {}) {
    clearTimeout(timer);
    timer = 0;
    if (isDirty && !saving && !isStopped) saving = send(options);
  }

  async function send(options) {
    const seen = changes;
    const body = new FormData(form);
    body.delete("picture_file");
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, ...options });
      const told = await answer.json().catch(() => ({ error: String(answer.status) }));
      if (answer.ok) saved(told, seen);
      else refused(told);
    } catch {
      say(words.dataset.offline);
      timer = setTimeout(save, every);
    }
    saving = null;
    if (isDirty && !timer && !isStopped) timer = setTimeout(save, every);
  }

  function saved(told, seen) {
    form.elements.version.value = told.version;
    say(words.dataset.saved.replace("{time}", told.saved_at));
    if (seen !== changes) return; // typed on meanwhile
    isDirty = false;
    forget();
  }

  // Saving again would be refused again: the person decides, with the button.
  function refused(told) {
    isStopped = true;
    say(words.dataset.unsaved + told.error);
    status.classList.add("wrong");
  }

  function offer(text) {
    const box = words.content.firstElementChild.cloneNode(true);
    form.prepend(box);
    box.querySelector("[data-restore]").addEventListener("click", () => {
      restore(JSON.parse(text));
      box.remove();
      changed();
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      forget();
      box.remove();
    });
  }

  function restore(pairs) {
    const left = new Map();
    for (const [name, value] of pairs) left.set(name, [...(left.get(name) ?? []), value]);
    for (const control of form.elements) {
      if (!control.name || ["hidden", "submit", "file", "button"].includes(control.type)) continue;
      const values = left.get(control.name) ?? [];
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values.shift() ?? "";
    }
  }

  const before = kept();
  const isOver = !before || before.text === asText() || (before.isSent && before.version < version());
  if (isOver) forget();
  else offer(before.text);

  form.addEventListener("input", changed);
  form.addEventListener("focusout", () => { if (isDirty) save(); });
  addEventListener("pagehide", () => save({ keepalive: true }));
  addEventListener("online", () => save());
  addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
  form.addEventListener("submit", async (event) => {
    if (saving) { // its answer brings the version that this one must name
      event.preventDefault();
      await saving;
      form.requestSubmit(event.submitter);
      return;
    }
    if (isDirty) keep(true);
    isDirty = false;
    isStopped = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) isStopped = false;
  });
})();
