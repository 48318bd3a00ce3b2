// The check-in page at the door. Everything it does goes through what the device keeps, so that it
// goes on without network; the forms alone do the same where this script doesn't run.
import { arrival, listing } from "./checkin-list.js";
import { cacheOf, clear, open, sweep } from "./checkin-store.js";
import { sending } from "./checkin-sending.js";

const root = document.querySelector("[data-door]");
const words = root.querySelector("[data-words]").dataset;
const find = (name) => root.querySelector(`[data-${name}]`);
const { page, blank, zone } = root.dataset;
const store = open(page);
const search = find("search");
const patience = 2500; // ms a verdict waits for the server
const again = 4000; // ms in which the camera's same code is not read twice
const awaited = new Map(); // entry -> what the server said, while a verdict waits for it

const clock = (instant) =>
  new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", timeZone: zone })
    .format(new Date(instant)).replace(/^0/, "");
const list = listing(root, words, clock);
const key = ({ number, at }) => `${number} ${at}`;
const readNumber = (text) => text.toUpperCase().replace(/^KEPULI:/, "").replace(/[^\p{L}\p{N}]/gu, "");
const isNumber = (text) => /^[0-9A-Z]{8}$/.test(readNumber(text));
const say = (name, values) => words[name].replace(/\{(\w+)\}/g, (_, value) => values[value]);

// The line that always says how it stands.

let standing = "";
let isReady = false;

function status() {
  const { queue } = store.read();
  const known = { online: words.online, offline: words.offline, "signed-out": words.signedOut };
  const parts = [known[standing] ?? standing, say("waiting", { n: queue.length })];
  if (!store.isKept()) parts.push(words.full);
  else if (isReady) parts.push(words.ready);
  else if (!isSecureContext) parts.push(words.insecure);
  tell(find("status"), parts.join(" "));
  find("status").className = `door-net ${standing === "online" ? "online" : "offline"}`;
  find("sign-in").hidden = standing !== "signed-out";
}
function tell(place, text) {
  if (place.textContent !== text) place.textContent = text; // else it would be read aloud again
}

function show() {
  const state = store.read();
  list.show(state);
  filter();
  status();
  find("troubles").hidden = !state.troubles.length;
  find("troubles").querySelector("ul").replaceChildren(...state.troubles.map((text) =>
    Object.assign(document.createElement("li"), { textContent: text })));
}

const exchange = sending(root.dataset.list, store, {
  standing(now, closed) {
    standing = now;
    if (closed !== undefined) {
      find("closed").textContent = closed;
      find("closed").hidden = !closed;
    }
    sweep(Date.now()).then(show);
  },
  answered(pairs) {
    for (const [entry, result] of pairs) {
      if (awaited.has(key(entry))) awaited.set(key(entry), result);
      else if (result.refusal) trouble(entry, result.refusal);
      else if (isElsewhere(entry, result)) trouble(entry, say("again", { time: clock(result.before) }));
    }
    show();
  },
});

// An entry that was sent twice, because the first answer got lost, is not somebody coming twice.
function isElsewhere(entry, { before }) {
  return before && Date.parse(before) !== Date.parse(entry.at);
}
function trouble({ number }, text) {
  store.change((state) => {
    const name = state.guests.find((guest) => guest.number === number)?.name ?? "";
    state.troubles.push(`${number} ${name} ${text}`);
  });
}

// Letting in.

function verdict(kind, text, guest) {
  const box = find("verdict");
  const lines = [box.dataset[kind], text, guest && `${guest.name || words.walkIn} · ${guest.party}`];
  box.className = `verdict ${kind}`;
  box.replaceChildren(...lines.filter(Boolean).map((line, index) =>
    Object.assign(document.createElement("p"), { textContent: line, className: index ? "" : "verdict-head" })));
  box.scrollIntoView({ block: "nearest" });
}

async function admit(text) {
  const number = readNumber(text);
  const state = store.read();
  const guest = state.guests.find((one) => one.number === number);
  const before = guest && arrival(guest, state);
  if (before) return verdict("again", say("again", { time: clock(before) }), guest);
  if (state.queue.some((entry) => entry.number === number)) return verdict("again", words.unknown);
  const at = new Date(Date.now() + state.offset).toISOString();
  const entry = { number, at };
  awaited.set(key(entry), null);
  store.change((changed) => changed.queue.push({ ...entry, device: changed.device }));
  show();
  await Promise.race([exchange.now(), new Promise((resolve) => setTimeout(resolve, patience))]);
  const result = awaited.get(key(entry));
  awaited.delete(key(entry));
  judge(entry, result, guest ?? store.read().guests.find((one) => one.number === number));
}
function judge(entry, result, guest) {
  if (result?.refusal) verdict("no", result.refusal, guest);
  else if (result && isElsewhere(entry, result)) verdict("again", say("again", { time: clock(result.before) }), guest);
  else if (result) verdict("in", words.in, guest);
  else if (guest) verdict("in", words.later, guest);
  else verdict("again", words.unknown);
}

function isMeant({ number, name, last_four }, text) {
  const start = readNumber(text);
  const isStart = start.length >= 4 && number.startsWith(start);
  return isStart || text === last_four || name.toLowerCase().includes(text.toLowerCase());
}
function filter() {
  const text = search.elements.number.value.trim();
  const { guests } = store.read();
  const meant = guests.filter((guest) => isMeant(guest, text));
  const numbers = new Set(meant.map(({ number }) => number));
  list.filter((number) => !text || (isNumber(text) && !meant.length) || numbers.has(number));
  return meant.length;
}

search.addEventListener("input", filter);
search.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = search.elements.number;
  const text = field.value.trim();
  field.focus();
  if (!text) return;
  if (isNumber(text)) {
    field.value = "";
    filter();
    admit(text);
  } else {
    const n = filter();
    verdict(n ? "found" : "no", n ? say("found", { n }) : words.none);
  }
});
find("guests").addEventListener("submit", (event) => {
  const { value } = event.submitter;
  if (!event.submitter.hasAttribute("formaction")) {
    event.preventDefault();
    search.elements.number.value = "";
    filter();
    admit(value);
  } else undo(event, event.submitter.closest("[data-number]").dataset.number);
});
function undo(event, number) {
  const { queue } = store.read();
  if (queue.some((entry) => entry.number === number)) {
    event.preventDefault();
    store.change((state) => { state.queue = queue.filter((entry) => entry.number !== number); });
    show();
  } else needsNet(event);
}
function needsNet(event) {
  if (navigator.onLine && standing === "online") return;
  event.preventDefault();
  verdict("no", words.needsNet);
}
find("walk-in").addEventListener("submit", needsNet);

// The camera.

let stop = null;
let last = { text: "", at: 0 };

function seen(text) {
  if (text === last.text && Date.now() - last.at < again) return;
  last = { text, at: Date.now() };
  if (isNumber(text)) admit(text);
  else verdict("no", words.notOurs);
}
async function toggleCamera() {
  const video = find("video");
  if (stop) stop = stop();
  else {
    try {
      const { watch } = await import("./checkin-camera.js");
      stop = await watch(video, seen, root.dataset.decoder);
    } catch (problem) {
      verdict("no", problem.message === "no decoder" ? words.noScanner : words.noCamera);
    }
  }
  video.hidden = !stop;
  find("camera").setAttribute("aria-pressed", String(Boolean(stop)));
}
find("camera").hidden = !navigator.mediaDevices;
find("camera").addEventListener("click", toggleCamera);

// Keeping the page itself, and forgetting all of it.

async function keep() {
  if (!("serviceWorker" in navigator) || !store.isKept()) return;
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const modules = ["list", "store", "sending", "camera"].map((name) => new URL(`./checkin-${name}.js`, import.meta.url).href);
  const cache = await caches.open(cacheOf(page));
  await cache.addAll([...new Set([...parts.map((part) => part.src || part.href), ...modules, root.dataset.decoder, blank])]);
  await navigator.serviceWorker.register(root.dataset.worker, { scope: page });
  await navigator.serviceWorker.ready;
  isReady = true;
  status();
}
find("clear").hidden = false;
find("clear").addEventListener("click", async () => {
  const n = store.read().queue.length;
  if (n && !confirm(say("unsent", { n }))) return;
  exchange.stop();
  store.forget();
  await clear(page);
  list.show(store.read());
  for (const form of root.querySelectorAll("form")) form.hidden = true;
  find("verdict").replaceChildren();
  tell(find("status"), words.cleared);
});
find("seen").addEventListener("click", () => {
  store.change((state) => { state.troubles = []; });
  show();
});

for (const name of ["online", "offline"]) addEventListener(name, exchange.now);
addEventListener("storage", show);
await sweep(Date.now());
if (store.read().guests.length) show();
await exchange.now();
keep().catch(() => { /* without it the page works as long as it stays open */ });
