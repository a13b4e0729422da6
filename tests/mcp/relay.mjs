#!/usr/bin/env node
// A plain relay that keeps what passes: what the client's side sent goes to FILE.in, what the server sent to FILE.out, byte for byte.
// Put behind the proxy it shows what really reached the server; put in the proxy's place it is what the proxy is compared with.
//
//   node relay.mjs FILE -- COMMAND ARG...
import fs from 'node:fs';
import { spawn } from 'node:child_process';

const [file, , command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const pass = (from, to, name) => {
  const record = fs.openSync(`${file}.${name}`, 'w');
  from.on('data', (chunk) => { fs.writeSync(record, chunk); if (!to.write(chunk)) { from.pause(); to.once('drain', () => from.resume()); } });
  from.on('end', () => { fs.closeSync(record); to.end(); });
};
pass(process.stdin, child.stdin, 'in');
pass(child.stdout, process.stdout, 'out');
child.stdin.on('error', () => {});
child.on('close', (code, signal) => { process.exitCode = signal ? 1 : code; process.stdin.destroy(); });
