// tus-js-client sends a file: node tus_client.cjs ADDRESS TOKEN FILE TRIES PATCHES_AS_POST
const [address, token, file, tries, override] = process.argv.slice(2);
const { Upload } = require("tus-js-client");
const upload = new Upload(require("fs").readFileSync(file), {
  endpoint: address,
  uploadUrl: address,
  uploadDataDuringCreation: true,
  overridePatchMethod: override === "true",
  retryDelays: Array(Number(tries)).fill(0),
  headers: { Authorization: `Bearer ${token}` },
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => process.exit(0),
});
upload.start();
