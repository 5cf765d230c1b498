// A second tus server to hold the client to: @tus/server with its file store on loopback.
import http from "node:http";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { Server } = require("@tus/server");
const { FileStore } = require("@tus/file-store");

const tus = new Server({ path: "/v1/uploads", datastore: new FileStore({ directory: process.argv[3] }) });
const server = http.createServer(tus.handle.bind(tus));
server.listen(Number(process.argv[4] || 0), "127.0.0.1", () => {
  process.stdout.write(`ready ${server.address().port}\n`);
});
