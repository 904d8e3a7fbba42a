// PouchDB on leveldb with a backlog, replicated once: node replicate.cjs FOLDER BACKLOG.json REMOTE BATCH
const fs = require("fs");
const PouchDB = require("pouchdb");
const [folder, backlog, remote, batch] = process.argv.slice(2);

async function main() {
  const local = new PouchDB(`${folder}/notes`);
  const there = new PouchDB(remote);
  await there.info();
  const docs = JSON.parse(fs.readFileSync(backlog));
  await local.bulkDocs(docs);
  console.log("ready", 0);
  await new Promise((go) => process.stdin.once("data", go));
  const options = { live: false, retry: true, batch_size: Number(batch) };
  const result = await PouchDB.replicate(local, there, options);
  if (result.status !== "complete") throw new Error(JSON.stringify(result));
  console.log("records");
  console.log("files");
  process.exit(0);
}

main().catch((error) => { console.error(error); process.exit(1); });
