/* The service worker. `web/offline/views.py` writes VERSION, SHELL, TWINS and FILES in front of it and
   serves it from the root. It keeps the page for logging without a connection and what that page is
   made of, and never a page that says anything about anybody. What is logged is sent by the pages
   (offline/flush.js): only Chromium would wake a worker for it. */
const NAME = `logbook-${VERSION}`;
const PATIENCE_MS = 3000;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(settle()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, pathname));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});

async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll([...FILES, new Request(SHELL, { cache: "no-store" })]);
  await self.skipWaiting();
}

async function settle() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("logbook-") && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function file(request) {
  return (await kept(request)) ?? fetch(request);
}

/* The network first. A page that this one can stand in for is not waited for long; all others are,
   as a list may take its time. Without a connection each of them becomes the page that we have. */
async function page(request, pathname) {
  const asked = fetch(request);
  try {
    return await (TWINS.includes(pathname) ? Promise.race([asked, tooLong()]) : asked);
  } catch {
    return (await kept(SHELL)) ?? asked;
  }
}

function kept(what) {
  return caches.open(NAME).then((cache) => cache.match(what));
}

function tooLong() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error("no answer")), PATIENCE_MS);
  });
}
