// express-pouchdb on leveldb: node express.cjs FOLDER ADDRESS PORT
const [folder, address, port] = process.argv.slice(2);
const PouchDB = require("pouchdb").defaults({ prefix: `${folder}/` });
const app = require("express")();
app.use("/", require("express-pouchdb")(PouchDB, { mode: "minimumForPouchDB", inMemoryConfig: true }));
app.listen(Number(port), address);
