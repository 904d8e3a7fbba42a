// How a file of the bundle reaches the browser's cache: by the page at the first visit, by the service
// worker at an update. A file is kept under its sha256, so an update fetches only what changed, and a
// file that was cut or replaced on the way (a hotel's sign-in page) is never kept.
"use strict";

const BUNDLE_CACHE = "lorong-bundle";
const STALLED_MS = 30_000;

function cacheKey(bundle, file) {
  return `${bundle.base}f/${file.sha256}`;
}

function wantedFiles(bundle, canvas) {
  return bundle.files.filter((file) => file.when === "always" || file.when === canvas);
}

async function missingFiles(bundle, canvas) {
  const cache = await caches.open(BUNDLE_CACHE);
  const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  return wantedFiles(bundle, canvas).filter((file) => !kept.has(cacheKey(bundle, file)));
}

async function fetchFile(bundle, file, onBytes) {
  const stall = new AbortController();
  let timer = setTimeout(() => stall.abort(), STALLED_MS);
  try {
    const address = `${bundle.base}v/${bundle.version}/${file.path}`;
    const response = await fetch(address, { cache: "no-store", signal: stall.signal });
    if (!response.ok) throw failedWith(response, file.path);
    const bytes = new Uint8Array(file.size);
    let at = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => stall.abort(), STALLED_MS);
      if (at + part.value.length > file.size) throw new Error(`${file.path}: too long`);
      bytes.set(part.value, at);
      at += part.value.length;
      onBytes(part.value.length / file.size * file.download);
    }
    if (at !== file.size || await sha256(bytes) !== file.sha256) throw new Error(`${file.path}: damaged`);
    await keepFile(bundle, file, bytes, response.headers);
  } finally {
    clearTimeout(timer);
  }
}

// `gone`: the server has another version by now.
function failedWith(response, path) {
  return Object.assign(new Error(`${path}: HTTP ${response.status}`), { gone: response.status === 404 });
}

async function keepFile(bundle, file, bytes, received) {
  const headers = new Headers(received);
  headers.delete("Content-Encoding");
  headers.set("Content-Length", String(bytes.length));
  const cache = await caches.open(BUNDLE_CACHE);
  await cache.put(cacheKey(bundle, file), new Response(bytes, { headers }));
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Three at a time. When one fails the others still finish: what they bring need not be fetched again.
async function fetchMissing(bundle, canvas, onBytes) {
  const waiting = await missingFiles(bundle, canvas);
  const lane = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await fetchFile(bundle, file, onBytes);
  };
  const ends = await Promise.allSettled([lane(), lane(), lane()]);
  const failure = ends.find((end) => end.status === "rejected");
  if (failure) throw failure.reason;
}

async function rememberCanvas(base, canvas) {
  const cache = await caches.open(BUNDLE_CACHE);
  await cache.put(`${base}meta/canvas`, new Response(canvas));
}

async function rememberedCanvas(base) {
  const cache = await caches.open(BUNDLE_CACHE);
  const kept = await cache.match(`${base}meta/canvas`);
  return kept ? kept.text() : "full";
}
