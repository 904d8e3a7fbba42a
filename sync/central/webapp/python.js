// The page's half of Python in the browser, in place of flet's python.js: the worker starts while Flutter
// is still loading and waits for it, so that the two take the time of the longer one.
"use strict";

// Python's first message answers Flutter's greeting, its second is the app's first screen.
const FIRST_SCREEN = 2;
const UNCOVER_AT_LATEST_MS = 3000;

let waitingWorker = null;
const runningApps = {};

function startPython() {
  const worker = new Worker(`${flet.entrypointBaseUrl}python-worker.js`, { type: "module" });
  worker.onerror = (event) => { worker.failure = event.message || "Python could not be loaded"; };
  worker.postMessage({
    documentUrl: document.URL,
    pyodideUrl: flet.pyodideUrl,
    appPackageUrl: flet.appPackageUrl,
    snapshotKey: flet.snapshotKey,
    version: PAGE.version,
  });
  return worker;
}

function preparePython() {
  waitingWorker = startPython();
}

// Flutter's client calls these three: backend.connect, backend.send, channel.disconnect.
globalThis.jsConnect = async function (appId, args, dartOnMessage) {
  const worker = waitingWorker ?? startPython();
  waitingWorker = null;
  runningApps[appId] = worker;
  let messages = 0;
  const outcome = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      if (typeof data === "string") return resolve(data);
      dartOnMessage(data);
      if (++messages === FIRST_SCREEN) uncover();
    };
    worker.onerror = (event) => resolve(event.message || "Python could not be loaded");
    if (worker.failure) resolve(worker.failure);
    worker.postMessage("connect");
  });
  setTimeout(uncover, UNCOVER_AT_LATEST_MS);
  if (outcome !== "connected") {
    await jsDisconnect(appId);
    throw outcome;
  }
};

globalThis.jsSend = async function (appId, data) {
  runningApps[appId]?.postMessage(data, [data.buffer]);
};

globalThis.jsDisconnect = async function (appId) {
  const worker = runningApps[appId];
  delete runningApps[appId];
  worker?.terminate();
};
