// Opens the check-in page of one occurrence without network, from what the page has put into the
// cache. It stores nothing itself, and answers from the cache only where the network doesn't.
const page = new URL(registration.scope).pathname;
const patience = 4000; // ms before a network that hangs counts as none

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function answer(request) {
  const kept = await find(request);
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, patience, kept));
  return Promise.race([fetch(request).catch(() => kept), late]);
}

async function find(request) {
  const cache = await caches.open("kepuli-checkin" + page);
  const key = request.mode === "navigate" ? page + "/blank" : request;
  return cache.match(key, { ignoreSearch: true, ignoreVary: true });
}
