// What a proxy on Node.js does at the very least: reads each message of both sides as JSON and writes it again. Decides and records nothing.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const [command, ...words] = process.argv.slice(2);
const server = spawn(command, words, { stdio: ["pipe", "pipe", "inherit"] });
createInterface({ input: process.stdin }).on("line", (line) => server.stdin.write(JSON.stringify(JSON.parse(line)) + "\n")).on("close", () => server.stdin.end());
createInterface({ input: server.stdout }).on("line", (line) => process.stdout.write(JSON.stringify(JSON.parse(line)) + "\n"));
