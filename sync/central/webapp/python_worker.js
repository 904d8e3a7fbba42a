// Python in a web worker, in place of flet's python-worker.js. At the first start of a version an interpreter
// imports the app's modules and its memory is kept; this start and all later ones restore that memory instead
// of compiling the standard library and the app again (seconds on a phone). If that fails, Python starts plain.
const HOME = "/home/pyodide";
const SNAPSHOT_CACHE = "lorong-snapshot";
const ROOM_FOR_OTHERS = 500e6;

const fletJs = { args: null, documentUrl: "", version: "", receive_callback: sendToPage };
let prepared = null;

self.onmessage = ({ data }) => {
  if (prepared === null) {
    prepared = prepare(data);
    prepared.catch(() => {});  // told to the page when it connects
  } else if (data === "connect") connect();
  else fletJs.send(data);
};

async function connect() {
  try {
    await prepared;
    await fletJs.start_connection(sendToPage);
    self.postMessage("connected");
  } catch (error) {
    self.postMessage(String(error));
  }
}

function sendToPage(message) {
  const bytes = message.toJs();
  self.postMessage(bytes, [bytes.buffer]);
}

async function prepare(start) {
  fletJs.documentUrl = start.documentUrl;
  fletJs.version = start.version;
  const [pack, kept, { loadPyodide }] = await Promise.all([
    fetchPackage(start.appPackageUrl), readSnapshot(start.snapshotKey), import(start.pyodideUrl),
  ]);
  const snapshot = kept ?? await makeSnapshotAlone(loadPyodide, pack, start.snapshotKey);
  try {
    if (snapshot) return await runApp(await restore(loadPyodide, snapshot, pack));
  } catch (error) {
    console.warn("The kept memory of Python failed, starting without it:", error);
    await caches.delete(SNAPSHOT_CACHE);
  }
  return runApp(await startPlain(loadPyodide, pack));
}

async function fetchPackage(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const OUTPUT = { stdout: (text) => console.log(text), stderr: (text) => console.error(text) };

async function startPlain(loadPyodide, pack, options = {}) {
  const pyodide = await loadPyodide({ ...OUTPUT, ...options });
  unpack(pyodide.FS, pack);
  pyodide.runPython(`import sys; sys.path[:0] = ["${HOME}", "${HOME}/__pypackages__"]`);
  return pyodide;
}

async function restore(loadPyodide, snapshot, pack) {
  const createPyodideModule = await withRoomFor(snapshot.length);
  const pyodide = await loadPyodide({ ...OUTPUT, createPyodideModule, _loadSnapshot: snapshot });
  unpack(pyodide.FS, pack);
  // The kept memory is the same at every start; what must differ is renewed here.
  pyodide.runPython("import importlib, random; importlib.invalidate_caches(); random.seed()");
  return pyodide;
}

// Pyodide copies the kept memory over a fresh one, which is smaller than what the app's modules had grown it to.
async function withRoomFor(size) {
  const { default: create } = await import(new URL("./pyodide/pyodide.asm.mjs", self.location.href));
  return async (settings) => {
    const module = await create(settings);
    if (module.HEAP8.length < size) module.growMemory(size);
    return module;
  };
}

// Of several tabs that start for the first time only one makes it; the others start plain.
function makeSnapshotAlone(loadPyodide, pack, key) {
  return navigator.locks.request(SNAPSHOT_CACHE, { ifAvailable: true },
    (lock) => lock && makeSnapshot(loadPyodide, pack, key));
}

// The interpreter that is recorded sees JavaScript through a recording proxy, so it never runs the app itself.
async function makeSnapshot(loadPyodide, pack, key) {
  try {
    const pyodide = await startPlain(loadPyodide, pack, { _makeSnapshot: true });
    pyodide.runPython("import warm_up");
    const snapshot = pyodide.makeMemorySnapshot();
    keepSnapshot(key, snapshot);
    return snapshot;
  } catch (error) {
    console.warn("Python's memory could not be kept:", error);
    return null;
  }
}

async function runApp(pyodide) {
  pyodide.registerJsModule("flet_js", fletJs);
  await pyodide.runPythonAsync("import runpy; runpy.run_module('main', run_name='__main__')");
  if (typeof fletJs.start_connection !== "function") throw new Error("main.py ended without ft.run()");
}

async function readSnapshot(key) {
  try {
    const kept = await (await caches.open(SNAPSHOT_CACHE)).match(key);
    return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
  } catch (error) {
    return null;
  }
}

// Room on the device belongs to notes and photos first.
async function keepSnapshot(key, snapshot) {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    if (quota - usage < ROOM_FOR_OTHERS) return;
    await caches.delete(SNAPSHOT_CACHE);
    await (await caches.open(SNAPSHOT_CACHE)).put(key, new Response(snapshot));
  } catch (error) {
    console.warn("Python's memory was not kept:", error);
  }
}

// A plain ustar archive of regular files, as build.py writes it.
function unpack(FS, tar) {
  const text = (at, length) => new TextDecoder().decode(tar.subarray(at, at + length)).split("\0", 1)[0];
  const folders = new Set();
  for (let at = 0; tar[at]; ) {
    const prefix = text(at + 345, 155);
    const path = `${HOME}/${prefix ? `${prefix}/` : ""}${text(at, 100)}`;
    const size = parseInt(text(at + 124, 12), 8);
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) FS.mkdirTree(folder);
    folders.add(folder);
    FS.writeFile(path, tar.subarray(at + 512, at + 512 + size), { canOwn: true });
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
