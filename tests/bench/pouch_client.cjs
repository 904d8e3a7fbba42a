// PouchDB on leveldb, eight at a time, each replicated once: node pouch_client.cjs FOLDER LANES.json REMOTE
const fs = require("fs");
const PouchDB = require("pouchdb");
const [folder, lanes, remote] = process.argv.slice(2);

async function filled([name, docs]) {
  const local = new PouchDB(`${folder}/${name}`);
  await local.bulkDocs(docs);
  return [local, new PouchDB(`${remote}/${name}`)];
}

async function main() {
  const pairs = await Promise.all(Object.entries(JSON.parse(fs.readFileSync(lanes))).map(filled));
  console.log("ready");
  await new Promise((go) => process.stdin.once("data", go));
  const start = process.hrtime.bigint();
  const results = await Promise.all(pairs.map(([here, there]) => PouchDB.replicate(here, there, { batch_size: 100 })));
  console.log(Number(process.hrtime.bigint() - start) / 1e9, results.reduce((sum, one) => sum + one.docs_written, 0));
  process.exit(0);
}

main().catch((error) => { console.error(error); process.exit(1); });
