// Between this device and the server: fetches the list, sends the queue, never loses an entry.
const batch = 500;
const patience = 8000; // ms
const pause = 20000; // ms between two looks for what other devices did
const retry = 3000; // ms until the next try after one that failed

export class Refused extends Error {}

async function ask(address, options = {}) {
  const hanging = new AbortController();
  const timer = setTimeout(() => hanging.abort(), patience);
  try {
    const answer = await fetch(address, { cache: "no-store", signal: hanging.signal, ...options });
    if (answer.status === 401) throw new Refused("signed-out");
    const told = await answer.json(); // may stall as well
    if (!answer.ok) throw new Refused(told.error);
    return told;
  } finally {
    clearTimeout(timer);
  }
}

// `standing` tells "online", "offline", "signed-out" or the server's sentence after each exchange;
// `answered` gets [entry, result] pairs: what became of those that were sent.
export function sending(address, store, { standing, answered }) {
  let underWay = null;
  let isAsked = false;
  let timer = 0;
  let isOver = false;

  async function exchange() {
    const list = await ask(address);
    take(list);
    while (store.read().queue.length) await send(list.csrf);
  }

  function take(list) {
    store.change((state) => {
      Object.assign(state, { guests: list.guests, until: list.until });
      state.offset = Date.parse(list.now) - Date.now(); // a phone's clock may be wrong
    });
    for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = list.csrf;
    standing("online", list.closed);
  }

  async function send(token) {
    const entries = store.read().queue.slice(0, batch);
    const { results } = await ask(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(entries),
    });
    const pairs = results.map((result, index) => [entries[index], result]);
    store.change((state) => pairs.forEach(([entry, result]) => settle(state, entry, result)));
    answered(pairs);
  }

  function settle(state, entry, result) {
    state.queue = state.queue.filter(({ number, at }) => number !== entry.number || at !== entry.at);
    const guest = state.guests.find(({ number }) => number === result.number);
    if (guest && result.checked_in_at) guest.checked_in_at = result.checked_in_at;
  }

  async function run() {
    clearTimeout(timer);
    let next = pause;
    while (isAsked && !isOver) {
      isAsked = false;
      next = pause;
      try { await exchange(); } catch (problem) {
        standing(problem instanceof Refused ? problem.message : "offline");
        next = retry;
      }
    }
    underWay = null;
    if (!isOver) timer = setTimeout(now, next);
  }

  function now() {
    isAsked = true;
    return underWay ??= run();
  }
  return { now, stop() { isOver = true; clearTimeout(timer); } };
}
