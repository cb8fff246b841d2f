/// <reference lib="webworker" />
import { sendWaiting } from "./behaviours/draft-store";

declare const self: ServiceWorkerGlobalScope;

/**
 * Built files have a hash in their names and are kept as they come. Pages always come from the network; the form of a
 * new report and the offline page are kept for the time without it. Nothing else that a person sees is stored.
 */
const SHELL = "shell-1";
const MOST_FILES = 60;
const OFFLINE = "/luring";
const KEPT_PAGES = ["/lapor", "/en/lapor", OFFLINE, `/en${OFFLINE}`];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL)
      .then((cache) => Promise.all([OFFLINE, "/lapor"].map((path) => cache.add(path).catch(() => undefined))))
      .then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(keptFile(request));
  else if (request.mode === "navigate") event.respondWith(page(request, address.pathname));
});

async function keptFile(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    await forgetOldest(cache);
  }
  return answer;
}

/** Each build brings new names; the files of builds long gone make room, oldest first. */
async function forgetOldest(cache: Cache): Promise<void> {
  const files = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/static/"));
  for (const file of files.slice(0, Math.max(0, files.length - MOST_FILES))) await cache.delete(file);
}

async function page(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(SHELL);
  const name = path.replace(/\/$/, "");
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && KEPT_PAGES.includes(name)) await cache.put(name, answer.clone());
    return answer;
  } catch (offline) {
    const kept = (KEPT_PAGES.includes(name) && (await cache.match(name))) || (await cache.match(OFFLINE));
    if (kept) return kept;
    throw offline;
  }
}

self.addEventListener("sync", (event) => {
  const { tag, waitUntil } = event as ExtendableEvent & { tag: string };
  if (tag !== "drafts") return;
  waitUntil.call(event, sendWaiting((_, address) => void tell(address)));
});

async function tell(address: string): Promise<void> {
  for (const client of await self.clients.matchAll()) client.postMessage({ sent: address });
}
