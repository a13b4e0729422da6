#!/usr/bin/env node
// Plays a scenario with the official SDK's client against a stdio server and prints what came of it, one JSON value a line: the outcome of
// each step in order, then, by their kind, the notifications and the server's own requests. What two kinds of message look like beside each
// other in time is chance, and left out; within one kind the order counts.
//
//   node transcript.mjs SCENARIO MODULES -- COMMAND ARG...
//
// SCENARIO: everything, filesystem, memory, own. MODULES: the node_modules folder that holds the SDK.
import crypto from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [scenario, modules, dashes, command, ...args] = process.argv.slice(2);
if (dashes !== '--' || !command) { console.error('usage: transcript.mjs SCENARIO MODULES -- COMMAND ARG...'); process.exit(2); }
const sdk = (file) => import(pathToFileURL(path.join(modules, '@modelcontextprotocol/sdk/dist/esm', file)).href);
const { Client } = await sdk('client/index.js');
const { StdioClientTransport } = await sdk('client/stdio.js');
const types = await sdk('types.js');

// The proxy's own tools stand in its lists besides the server's.
const meta = new Set(['checkpoint', 'resume', 'list_tasks', 'review_task'].flatMap((name) => [`aex.${name}`, `aex_${name}`]));
const short = (value) => JSON.stringify(value, (k, v) =>
  typeof v === 'string' && v.length > 2000 ? `${v.length} characters, sha256 ${crypto.createHash('sha256').update(v).digest('hex')}` : v);

const outcomes = [];
const byKind = new Map();
const note = (kind, value) => { byKind.has(kind) || byKind.set(kind, []); byKind.get(kind).push(value); for (const w of [...watchers]) w(); };
const watchers = new Set();
const until = (what, kind, count) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => { watchers.delete(look); reject(new Error(`waited in vain for ${what}`)); }, 20000);
  const look = () => { if ((byKind.get(kind)?.length ?? 0) >= count) { clearTimeout(timer); watchers.delete(look); resolve(); } };
  watchers.add(look);
  look();
});
const seen = (kind) => byKind.get(kind)?.length ?? 0;

const client = new Client({ name: 'transcript', version: '1' }, { capabilities: { sampling: {}, elicitation: { form: {}, url: {} }, roots: { listChanged: true } } });
client.setRequestHandler(types.CreateMessageRequestSchema, (r) => { note('sampling/createMessage', r.params); return { model: 'scripted', role: 'assistant', content: { type: 'text', text: 'a sampled word' } }; });
client.setRequestHandler(types.ElicitRequestSchema, (r) => { note('elicitation/create', r.params); return { action: 'accept', content: { name: 'Ada', check: true, username: 'ada', email: 'a@b.example' } }; });
client.setRequestHandler(types.ListRootsRequestSchema, () => { note('roots/list', null); return { roots: [{ uri: 'file:///somewhere', name: 'somewhere' }] }; });
// The SDK drops a progress notification whose answer came in the same breath, and says so here.
client.onerror = (e) => { if (!e.message.includes('unknown token')) note('error', e.message); };

async function step(label, run) {
  let outcome;
  try { outcome = { result: await run() }; }
  catch (e) { outcome = { error: { code: e.code, message: e.message, data: e.data } }; }
  outcomes.push([label, outcome]);
  return outcome.result;
}
const onprogress = () => {};
const any = types.ResultSchema.passthrough();
const raw = (method, params, options) => client.request({ method, params }, any, options);
const call = (name, a, more = {}, options) => step(`call ${name} ${short(a ?? {})}`, () => raw('tools/call', { name, ...(a ? { arguments: a } : {}), ...more }, options));
async function listTools(label = 'tools') {
  let cursor;
  do {
    const result = await step(`${label} ${cursor ?? ''}`, async () => { const r = await raw('tools/list', cursor ? { cursor } : {}); return { ...r, tools: r.tools.filter((t) => !meta.has(t.name)) }; });
    cursor = result?.nextCursor;
  } while (cursor);
}
async function pages(method, params = {}) {
  let cursor;
  do cursor = (await step(`${method} ${cursor ?? ''}`, () => raw(method, { ...params, ...(cursor ? { cursor } : {}) })))?.nextCursor; while (cursor);
}

const scenarios = {
  async everything() {
    // The server asks for the roots a moment after the handshake and then registers its last tools.
    await until('the roots to be asked for', 'roots/list', 1);
    await step('ping', () => raw('ping'));
    await listTools();
    await call('echo', { message: 'ordinary \u2028 \u2029 \u0000 \ud83d\ude00 "quoted" \\ e\u0301' });
    await call('echo', { message: 7 });
    await call('get-sum', { a: 0.1, b: 9007199254740991 });
    await call('get-tiny-image');
    await call('get-annotated-message', { messageType: 'error', includeImage: true });
    await call('get-resource-links', { count: 3 });
    await call('get-structured-content', { location: 'Chicago' });
    await call('get-roots-list');
    await call('trigger-sampling-request', { prompt: 'say a word', maxTokens: 10 });
    await call('trigger-elicitation-request', {});
    await call('trigger-long-running-operation', { duration: 0.2, steps: 4 }, {}, { onprogress });
    await until('progress', 'notifications/progress', 4);
    await call('no-such-tool', {});
    await call('echo', { message: 'x'.repeat(5 * 1024 * 1024) });
    const abort = new AbortController();
    const slow = call('trigger-long-running-operation', { duration: 20, steps: 2 }, {}, { signal: abort.signal });
    setTimeout(() => abort.abort('enough'), 100);
    await slow;
    await pages('resources/list');
    await pages('resources/templates/list');
    await step('a resource', () => raw('resources/read', { uri: 'demo://resource/static/document/features.md' }));
    await step('a missing resource', () => raw('resources/read', { uri: 'demo://nowhere' }));
    await step('subscribe', () => raw('resources/subscribe', { uri: 'demo://resource/dynamic/text/1' }));
    await call('toggle-subscriber-updates');
    await until('an update', 'notifications/resources/updated', 1);
    await call('toggle-subscriber-updates');
    byKind.get('notifications/resources/updated').length = 1;
    await step('unsubscribe', () => raw('resources/unsubscribe', { uri: 'demo://resource/dynamic/text/1' }));
    await pages('prompts/list');
    await step('a prompt', () => raw('prompts/get', { name: 'args-prompt', arguments: { city: 'Oslo' } }));
    await step('a prompt without its argument', () => raw('prompts/get', { name: 'args-prompt' }));
    await step('completion', () => raw('completion/complete', { ref: { type: 'ref/prompt', name: 'completable-prompt' }, argument: { name: 'department', value: 'E' } }));
    await step('log level', () => raw('logging/setLevel', { level: 'error' }));
    await step('roots changed', () => client.notification({ method: 'notifications/roots/list_changed' }));
    await until('the roots to be asked for again', 'roots/list', 2);
    await step('no such method', () => raw('no/such/method', { x: 1 }));
    byKind.delete('notifications/message'); // which of these come depends on the time of day
  },

  async filesystem() {
    const root = args.at(-1);
    await listTools();
    await call('write_file', { path: `${root}/a.txt`, content: 'one\ntwo \u2028 three\n' });
    await call('read_text_file', { path: `${root}/a.txt` });
    await call('edit_file', { path: `${root}/a.txt`, edits: [{ oldText: 'one', newText: 'ONE' }] });
    await call('read_multiple_files', { paths: [`${root}/a.txt`, `${root}/missing.txt`] });
    await call('create_directory', { path: `${root}/sub` });
    await call('move_file', { source: `${root}/a.txt`, destination: `${root}/sub/b.txt` });
    await call('directory_tree', { path: root });
    await call('list_directory', { path: root });
    await call('search_files', { path: root, pattern: '**/*.txt' });
    await call('read_text_file', { path: '/etc/hostname' });
    await call('list_allowed_directories');
    await call('read_text_file', {});
  },

  async memory() {
    await listTools();
    await call('create_entities', { entities: [{ name: 'Ada', entityType: 'person', observations: ['writes programs', '\u2028'] }] });
    await call('create_relations', { relations: [{ from: 'Ada', to: 'Engine', relationType: 'programs' }] });
    await call('add_observations', { observations: [{ entityName: 'Ada', contents: ['9007199254740993'] }] });
    await call('search_nodes', { query: 'ada' });
    await call('read_graph');
    await call('delete_entities', { entityNames: ['Ada'] });
    await call('read_graph');
    await call('open_nodes', { names: 3 });
  },

  async own() {
    await listTools();
    await pages('resources/list');
    await pages('prompts/list');
    for (const name of ['odd_numbers', 'odd_strings', 'structured', 'db.query', 'test_multiple_content_types', 'test_audio_content', 'test_error_handling']) await call(name, { a: 1 });
    await call('echo_line', { text: '\u2028 "\\/" \ud83d\ude00', deep: { a: [1, { b: null }] } }, { 'x-unknown': true });
    await call('size', { bytes: 5 * 1024 * 1024 });
    await call('test_sampling', { prompt: 'a word' });
    await call('test_elicitation', { message: 'who?' });
    await call('test_tool_with_logging');
    await until('the log', 'notifications/message', 3);
    await call('test_tool_with_progress', {}, {}, { onprogress });
    await until('progress', 'notifications/progress', 3);
    await call('test_trigger_tool_change');
    await until('the change', 'notifications/tools/list_changed', 1);
    await listTools('tools again');
    await call('late_tool');
    await call('test_trigger_prompt_change');
    await until('the change', 'notifications/prompts/list_changed', 1);
    await step('subscribe', () => raw('resources/subscribe', { uri: 'test://watched-resource' }));
    await call('update_resource', { uri: 'test://watched-resource' });
    await until('the update', 'notifications/resources/updated', 1);
    await step('unsubscribe', () => raw('resources/unsubscribe', { uri: 'test://watched-resource' }));
    await call('update_resource', { uri: 'test://watched-resource' });
    await step('binary', () => raw('resources/read', { uri: 'test://static-binary' }));
    await step('missing', () => raw('resources/read', { uri: 'test://nowhere' }));
    await step('template', () => raw('resources/read', { uri: 'test://template/7/data' }));
    await step('prompt', () => raw('prompts/get', { name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } }));
    await step('completion', () => raw('completion/complete', { ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' }, argument: { name: 'arg1', value: 'par' } }));
    await step('log level', () => raw('logging/setLevel', { level: 'warning' }));
    await step('bad cursor', () => raw('tools/list', { cursor: 'AAAA' }));
    const messages = seen('notifications/message');
    const abort = new AbortController();
    const slow = call('slow', {}, {}, { signal: abort.signal });
    await until('slow to begin', 'notifications/message', messages + 1);
    abort.abort('enough');
    await slow;
    await until('the cancellation to arrive', 'notifications/message', messages + 2);
    await step('ping', () => raw('ping'));
  },
};

const transport = new StdioClientTransport({ command, args, env: process.env, stderr: process.env.TRANSCRIPT_STDERR ? 'inherit' : 'ignore' });
const connected = client.connect(transport);
const handle = transport.onmessage;
transport.onmessage = (message, extra) => { if (message.method?.startsWith('notifications/')) note(message.method, message.params ?? null); handle(message, extra); };
await connected;
outcomes.push(['server', { capabilities: client.getServerCapabilities(), version: client.getServerVersion(), instructions: client.getInstructions() }]);
let failed;
try { await scenarios[scenario](); } catch (e) { failed = e; }
await client.close();
for (const [label, outcome] of outcomes) console.log(`${label}\t${short(outcome)}`);
for (const kind of [...byKind.keys()].sort()) for (const value of byKind.get(kind)) console.log(`${kind}\t${short(value)}`);
if (failed) { console.error(failed.message); process.exit(1); }
process.exit(0);
