// What the page does before Flutter: the one download of the first visit, with its progress; the service
// worker; then Python and Flutter side by side.
"use strict";

const PAGE = document.documentElement.dataset;
const BASE = new URL(document.baseURI).pathname;
const HERE = `${BASE}v/${PAGE.version}/`;
const UPDATE_CHECK_MS = 3600_000;

// The object that flet's client and Flutter's bootstrap read.
var flet = {
  pyodide: true,
  multiView: false,
  noCdn: true,
  webRenderer: "canvaskit",
  routeUrlStrategy: "path",
  entrypointBaseUrl: HERE,
  assetBase: HERE,
  canvasKitBaseUrl: `${HERE}canvaskit/`,
  fontFallbackBaseUrl: `${HERE}assets/fonts/`,
  pyodideUrl: `${HERE}pyodide/pyodide.mjs`,
  appPackageUrl: `${HERE}app.tar`,
  // Python reads the time zone and the languages once, as it starts.
  snapshotKey: `${BASE}snapshot/${PAGE.version}/${Intl.DateTimeFormat().resolvedOptions().timeZone}/${navigator.languages}`,
};
flet.flutterAppLoaded = new Promise((resolve) => { flet.flutterAppResolve = resolve; });

const SAY = {
  download: (mb) => [`Sekali unduh, sekitar ${mb} MB. Pakai Wi-Fi kantor bila bisa.`,
    `One download, about ${mb} MB. Use the office Wi-Fi if you can.`],
  ready: () => ["Unduhan selesai. Aplikasi sedang disiapkan.", "Downloaded. The app is getting ready."],
  cut: () => ["Unduhan terputus. Yang sudah terunduh tidak perlu diulang. Periksa sinyal, lalu coba lagi.",
    "The download was cut off. What has arrived stays. Check the signal, then try again."],
  full: () => ["Penyimpanan perangkat ini penuh. Kosongkan sekitar 100 MB, lalu coba lagi.",
    "This device has no room left. Free about 100 MB, then try again."],
  insecure: () => ["Alamat ini tidak memakai https, sehingga catatan tidak dapat disimpan. Buka lewat alamat https.",
    "This address does not use https, so notes cannot be kept. Open the https address."],
  old: () => ["Peramban ini tidak dapat menyimpan catatan di perangkat. Perbarui peramban Anda, atau jangan pakai mode penyamaran.",
    "This browser cannot keep notes on the device. Update it, or leave private mode."],
  unable: () => ["Peramban ini tidak dapat menjalankan Lorong (WebAssembly). Perbarui peramban Anda, atau buka dengan peramban lain.",
    "This browser cannot run Lorong (WebAssembly). Update it, or open this page in another one."],
  broken: () => ["Aplikasi tidak dapat dimulai. Coba lagi.", "The app could not start. Try again."],
};

// Flutter draws below the cover; it goes when the app has something to show, which is then the page's main part.
function uncover() {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    part("cover")?.remove();
    document.querySelector("flutter-view")?.setAttribute("role", "main");
  }));
}

const part = (id) => document.getElementById(id);

function say([indonesian, english], { again = false, bar = false } = {}) {
  part("note").hidden = false;
  part("say").textContent = indonesian;
  part("say-en").textContent = english;
  part("again").hidden = !again;
  part("bar").hidden = part("count").hidden = !bar;
}

function inMegabytes(size) {
  return (size / 1e6).toLocaleString("id", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

function showProgress(done, total) {
  part("bar").value = total ? done / total : 1;
  part("count").textContent = `${inMegabytes(done)} / ${inMegabytes(total)} MB`;
}

// Flutter takes the chromium build of CanvasKit under the same two conditions (flutter_bootstrap.js).
function canvasKind() {
  const breaks = typeof Intl.v8BreakIterator !== "undefined" && typeof Intl.Segmenter !== "undefined";
  const blink = navigator.vendor === "Google Inc." || navigator.userAgent.includes("Edg/");
  return breaks && blink && typeof ImageDecoder !== "undefined" ? "chromium" : "full";
}

async function downloadBundle() {
  const response = await fetch(`${HERE}bundle.json`, { cache: "no-store", signal: AbortSignal.timeout(STALLED_MS) });
  if (!response.ok) throw failedWith(response, "bundle.json");
  const bundle = await response.json();
  const canvas = canvasKind();
  const waiting = await missingFiles(bundle, canvas);
  const total = waiting.reduce((sum, file) => sum + file.download, 0);
  let done = 0;
  say(SAY.download(Math.max(1, Math.round(total / 1e6))), { bar: true });
  showProgress(0, total);
  await fetchMissing(bundle, canvas, (size) => showProgress(done += size, total));
  await rememberCanvas(BASE, canvas);
  showProgress(total, total);
}

async function firstVisit() {
  await downloadBundle();
  say(SAY.ready());
  const registration = await navigator.serviceWorker.register(
    `${BASE}flutter_service_worker.js`, { updateViaCache: "none" });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  await activated(worker);
  await new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    if (navigator.serviceWorker.controller) resolve();
    worker.postMessage("claim");
  });
}

function activated(worker) {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new Error("service worker not installed"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

function addScript(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = HERE + name;
    script.onload = resolve;
    script.onerror = () => reject(new Error(name));
    document.head.append(script);
  });
}

async function start() {
  if (!window.isSecureContext) return say(SAY.insecure());
  if (typeof WebAssembly === "undefined") return say(SAY.unable());
  // A private window may have the storage by name only: told before the download, not after it.
  const storage = await navigator.storage?.getDirectory?.().catch(() => null);
  if (!navigator.serviceWorker || !storage) return say(SAY.old());
  try {
    if (!isInstalled()) await firstVisit();
    else rememberCanvas(BASE, canvasKind()).catch(() => {});
    preparePython();
    await addScript("flutter_bootstrap.js");
    keepStorage();
  } catch (error) {
    console.warn("Start failed:", error);
    failed(error);
  }
}

// What is not sent yet exists only here: the browser is asked not to clear it when the device runs low.
async function keepStorage() {
  if (!await navigator.storage.persisted()) await navigator.storage.persist();
}

function failed(error) {
  // A server that no longer has this version has a newer one: its page comes with a reload.
  if (error.gone && sessionStorage.getItem("reloaded-for") !== PAGE.version) {
    sessionStorage.setItem("reloaded-for", PAGE.version);
    return location.reload();
  }
  const sentence = error.name === "QuotaExceededError" ? SAY.full : isInstalled() ? SAY.broken : SAY.cut;
  say(sentence(), { again: true });
  if (!isInstalled()) window.addEventListener("online", tryAgain, { once: true });
}

const isInstalled = () => navigator.serviceWorker?.controller != null;

// Without a network a reload would lose this page; only an installed one comes back from the cache.
function tryAgain() {
  window.removeEventListener("online", tryAgain);
  if (isInstalled()) location.reload();
  else start();
}

// Flutter builds its semantics tree only after a press on a hidden placeholder; screen readers need it at once.
function switchSemanticsOn() {
  const observer = new MutationObserver(() => {
    const placeholder = document.querySelector("flt-semantics-placeholder");
    if (!placeholder) return;
    const box = placeholder.getBoundingClientRect();
    const middle = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    placeholder.dispatchEvent(new MouseEvent("click", { bubbles: true, ...middle }));
  });
  observer.observe(document, { childList: true, subtree: true });
}

// The service worker says when a newer version has been fetched, and is asked, for it may have said so before this
// page listened. The app, which starts later, may ask the page.
function watchForUpdates() {
  const channel = new BroadcastChannel("lorong-update");
  let ready = null;
  const ask = () => navigator.serviceWorker.controller?.postMessage("ask");
  const hear = (data) => {
    if (data.type === "update_ready" && data.version !== PAGE.version) ready = data;
  };
  channel.onmessage = ({ data }) => {
    hear(data);
    if (data.type === "ask" && ready) channel.postMessage(ready);
  };
  navigator.serviceWorker.onmessage = ({ data }) => hear(data);
  navigator.serviceWorker.addEventListener("controllerchange", ask);
  ask();
  let checked = Date.now();
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || Date.now() - checked < UPDATE_CHECK_MS) return;
    checked = Date.now();
    await (await navigator.serviceWorker.ready).update().catch(() => {});
  });
}

// WebKit brings a Flutter page back from its cache with drawing broken (flet's own index.html has this too).
window.addEventListener("pageshow", (event) => {
  if (event.persisted && navigator.vendor?.startsWith("Apple")) location.reload();
});

switchSemanticsOn();
document.addEventListener("DOMContentLoaded", () => {
  part("again").addEventListener("click", tryAgain);
  start();
  if (navigator.serviceWorker) watchForUpdates();
});
