#!/usr/bin/env node
// Runs the official conformance suite against a stdio server, and prints one line a check: scenario, check, status, message.
// Two runs of the same server can be compared line by line.
//
//   node conformance.mjs 2025-11-25|2026-07-28 MODULES NODE -- COMMAND ARG...
//
// MODULES: the node_modules folder that holds @modelcontextprotocol/conformance. NODE: a Node.js of version 22 or later.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { startBridge } from './bridge.mjs';

const [revision, modules, node, dashes, ...command] = process.argv.slice(2);
if (dashes !== '--' || command.length === 0) { console.error('usage: conformance.mjs REVISION MODULES NODE -- COMMAND ARG...'); process.exit(2); }
const suite = path.join(modules, '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
const results = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
const bridge = await startBridge(command);

const run = (args) => new Promise((resolve) => {
  const child = spawn(node, [suite, 'server', '--url', bridge.url, ...args], { cwd: results, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (x) => { output += x; });
  child.stderr.on('data', (x) => { output += x; });
  child.on('close', (code) => resolve({ code, output }));
});

const { code, output } = await run(['--requirements', revision, '--output-dir', results]);
await bridge.stop();
const checks = fs.readdirSync(results, { recursive: true }).filter((f) => f.endsWith('checks.json')).sort();
if (checks.length === 0) { console.error(output); process.exit(2); }
const lines = [];
for (const file of checks) {
  const scenario = path.basename(path.dirname(file)).replace(/-\d{4}-\d{2}-\d{2}T.*$/, '');
  for (const check of JSON.parse(fs.readFileSync(path.join(results, file))))
    lines.push([scenario, check.id, check.status, (check.errorMessage ?? '').replace(/\s+/g, ' ').replace(/localhost:\d+/g, 'localhost:PORT')].join('\t'));
}
fs.rmSync(results, { recursive: true });
console.log(lines.join('\n'));
console.error(`${checks.length} scenarios, ${lines.length} checks, exit ${code}`);
