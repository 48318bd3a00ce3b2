// What this device keeps of an occurrence: its list, the check-ins that have not been sent, and
// what came back about some of them. After the day only what has not been sent is left.
const prefix = "kepuli-checkin/";
const blank = () => ({ guests: [], queue: [], troubles: [], until: "", offset: 0, device: "" });
const memory = new Map(); // where the browser forbids storing, or its store is full

export const cacheOf = (page) => "kepuli-checkin" + page;

function get(key) {
  try { return memory.get(key) ?? localStorage.getItem(key); } catch { return null; }
}
function put(key, text) {
  try {
    localStorage.setItem(key, text);
    memory.delete(key);
  } catch { memory.set(key, text); }
}
function drop(key) {
  memory.delete(key);
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}
function parse(text) {
  try { return { ...blank(), ...JSON.parse(text) }; } catch { return blank(); }
}

// Read anew for each change: another tab may have written meanwhile.
export function open(page) {
  const key = prefix + page;
  const read = () => parse(get(key));
  return {
    read,
    isKept: () => !memory.has(key),
    change(how) {
      const state = read();
      state.device ||= Math.random().toString(36).slice(2, 10);
      how(state);
      put(key, JSON.stringify(state));
    },
    forget: () => drop(key),
  };
}

// Of one page, all but its queue: the pages in the cache and who looks after them.
export async function clear(page) {
  if (!("caches" in self)) return;
  await caches.delete(cacheOf(page));
  const worker = await navigator.serviceWorker.getRegistration(page);
  if (worker?.scope === new URL(page, location).href) await worker.unregister();
}

// Removes what is past its day, of whatever occurrence.
export async function sweep(now) {
  const keys = [];
  try { keys.push(...Object.keys(localStorage)); } catch { /* nothing was kept */ }
  for (const key of keys.filter((key) => key.startsWith(prefix))) {
    const { until, queue, device, offset } = parse(get(key));
    if (!until || Date.parse(until) > now + offset) continue;
    if (queue.length) put(key, JSON.stringify({ queue, device, until, offset }));
    else drop(key);
    await clear(key.slice(prefix.length));
  }
}
