// The bundle's service worker: answers /app/ from the cache so that the app starts without a network, and
// brings new versions in the background. Addresses outside the bundle (/v1/, /health) it never touches.
// Every address of a page names its version, so a page keeps its own files while a newer one is fetched.
"use strict";

const VERSIONS_KEPT = 2;  // the newest, and the one that open tabs still show

const UPDATE = { type: "update_ready", version: BUNDLE.version };

const manifestKey = (version) => `${BUNDLE.base}meta/versions/${version}`;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("message", (event) => {
  if (event.data === "claim") event.waitUntil(self.clients.claim());
  if (event.data === "ask") event.source.postMessage(UPDATE);
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (!url.pathname.startsWith(BUNDLE.base) || url.pathname === self.location.pathname) return;
  event.respondWith(answer(event.request, url.pathname.slice(BUNDLE.base.length)));
});

async function install() {
  await fetchMissing(BUNDLE, await rememberedCanvas(BUNDLE.base), () => {});
  const cache = await caches.open(BUNDLE_CACHE);
  await cache.put(manifestKey(BUNDLE.version), Response.json({ at: Date.now(), files: BUNDLE.files }));
  await self.skipWaiting();
}

async function activate() {
  const dropped = await dropOldVersions();
  await self.clients.claim();
  if (dropped.olderKept) new BroadcastChannel("lorong-update").postMessage(UPDATE);
}

async function answer(request, path) {
  if (request.mode === "navigate" && !BUNDLE.files.some((file) => file.path === path)) return page();
  const [, version, name] = path.match(/^v\/([^/]+)\/(.*)$/) ?? [null, BUNDLE.version, path];
  const file = (await filesOf(version)).get(name);
  if (!file) return fetch(request);
  return await keptFile(file) ?? fetchAndKeep(version, file, request);
}

async function keptFile(file) {
  return (await caches.open(BUNDLE_CACHE)).match(cacheKey(BUNDLE, file));
}

// What the browser threw away, or wants since it was renewed itself, is there again at the next start without a network.
async function fetchAndKeep(version, file, request) {
  await fetchFile({ ...BUNDLE, version }, file, () => {}).catch(() => {});
  return await keptFile(file) ?? fetch(request);
}

function page() {
  return new Response(INDEX_HTML, { headers: PAGE_HEADERS });
}

const filesByVersion = new Map();

async function filesOf(version) {
  if (!filesByVersion.has(version)) filesByVersion.set(version, await readFiles(version));
  return filesByVersion.get(version);
}

async function readFiles(version) {
  if (version === BUNDLE.version) return new Map(BUNDLE.files.map((file) => [file.path, file]));
  const kept = await (await caches.open(BUNDLE_CACHE)).match(manifestKey(version));
  const files = kept ? (await kept.json()).files : [];
  return new Map(files.map((file) => [file.path, file]));
}

async function dropOldVersions() {
  const cache = await caches.open(BUNDLE_CACHE);
  const versions = [];
  for (const request of await cache.keys()) {
    const kept = request.url.includes(manifestKey("")) && await (await cache.match(request)).json();
    if (kept) versions.push({ request, isOwn: request.url.endsWith(manifestKey(BUNDLE.version)), ...kept });
  }
  // Its own first, whatever the clock said when the others came.
  versions.sort((a, b) => b.isOwn - a.isOwn || b.at - a.at);
  await Promise.all(versions.splice(VERSIONS_KEPT).map(({ request }) => cache.delete(request)));
  const used = new Set(versions.flatMap(({ files }) => files.map((file) => cacheKey(BUNDLE, file))));
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith(`${BUNDLE.base}f/`) && !used.has(path)) await cache.delete(request);
  }
  return { olderKept: versions.length > 1 };
}
