#!/usr/bin/env node
// The MCP server of the tests: raw JSON on stdio, no SDK between, so that what it says is exactly what stands here.
// It has what the conformance suite asks of a server (protocol 2025-11-25 and before with `initialize`, 2026-07-28 without),
// and what the real servers lack: pages, a list that changes, numbers and strings that a careless relay alters.
//
//   node server.mjs [--page N] [--log FILE]
//
// --page N   lists come in pages of N
// --log FILE every line received, as it came
import fs from 'node:fs';
import { createHmac } from 'node:crypto';

const option = (name) => { const at = process.argv.indexOf(name); return at > 0 ? process.argv[at + 1] : undefined; };
const page = Number(option('--page') ?? 0);
const log = option('--log');

const versions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];
const stateless = '2026-07-28';
const key = (name) => `io.modelcontextprotocol/${name}`;
const info = { name: 'aex-test-server', version: '1.0.0' };
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const wav = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const write = (line) => process.stdout.write(line + '\n');
const send = (message) => write(JSON.stringify({ jsonrpc: '2.0', ...message }));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const text = (value, more = {}) => ({ content: [{ type: 'text', text: value }], ...more });
class RpcError extends Error { constructor(code, message, data) { super(message); Object.assign(this, { code, data }); } }

// Requests of ours to the client, and subscriptions of 2026-07-28.
const waiting = new Map();
let serial = 0;
const ask = (method, params) => new Promise((resolve, reject) => {
  const id = `server-${++serial}`;
  waiting.set(id, { resolve, reject });
  send({ id, method, params });
});
const listeners = new Map();
const subscribed = new Set();
const cancelled = new Map();
let clientCapabilities = {};
let logLevel = 'debug';

const notifyChange = (kind) => {
  if (listeners.size === 0) return send({ method: `notifications/${kind}/list_changed` });
  for (const [id, wanted] of listeners)
    if (wanted[`${kind}ListChanged`]) send({ method: `notifications/${kind}/list_changed`, params: { _meta: { [key('subscriptionId')]: id } } });
};

const object = (properties = {}, required = []) => ({ type: 'object', properties, ...(required.length ? { required } : {}) });
const nameForm = { message: 'What is your name?', requestedSchema: object({ name: { type: 'string' } }, ['name']) };
const accepted = (answer) => answer?.action === 'accept' && answer.content ? answer.content : undefined;
const needs = (requests, requestState) => ({ resultType: 'input_required', inputRequests: requests, ...(requestState ? { requestState } : {}) });
const sealed = (state) => `${state}.${createHmac('sha256', 'a key of the tests').update(state).digest('hex')}`;
const opened = (state) => { const [text] = String(state).split('.'); if (sealed(text) !== state) throw new RpcError(-32602, 'requestState failed its integrity check'); return text; };
const elicit = (method, params) => ({ method, params });

// name -> [description, input schema, handler({arguments, params, request, modern}), more members of the listed tool]
const tools = {
  test_simple_text: ['Returns text', object(), () => text('This is a simple text response for testing.')],
  test_image_content: ['Returns an image', object(), () => ({ content: [{ type: 'image', data: png, mimeType: 'image/png' }] })],
  test_audio_content: ['Returns audio', object(), () => ({ content: [{ type: 'audio', data: wav, mimeType: 'audio/wav' }] })],
  test_embedded_resource: ['Returns a resource', object(), () => ({ content: [{ type: 'resource', resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' } }] })],
  test_multiple_content_types: ['Returns several kinds', object(), () => ({ content: [
    { type: 'text', text: 'Multiple content types test:' }, { type: 'image', data: png, mimeType: 'image/png' },
    { type: 'resource', resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' } }] })],
  test_tool_with_logging: ['Logs while it runs', object(), async () => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      send({ method: 'notifications/message', params: { level: 'info', logger: 'test', data } });
      await pause(50);
    }
    return text('logged');
  }],
  test_logging_tool: ['Would log if asked to', object(), ({ params }) => {
    if (params._meta?.[key('logLevel')]) send({ method: 'notifications/message', params: { level: 'info', data: 'asked for' } });
    return text('logged where asked to');
  }],
  test_error_handling: ['Fails', object(), () => text('This tool intentionally returns an error for testing', { isError: true })],
  test_tool_with_progress: ['Reports progress', object(), async ({ params }) => {
    const progressToken = params._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) send({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      await pause(50);
    }
    return text('progressed');
  }],
  test_sampling: ['Asks the client for a sample', object({ prompt: { type: 'string' } }, ['prompt']), async ({ arguments: a }) => {
    if (!clientCapabilities.sampling) throw new RpcError(-32602, 'the client has no sampling');
    const answer = await ask('sampling/createMessage', { messages: [{ role: 'user', content: { type: 'text', text: a.prompt } }], maxTokens: 100 });
    return text(`LLM response: ${answer.content.text}`);
  }],
  test_elicitation: ['Asks the user', object({ message: { type: 'string' } }, ['message']), async ({ arguments: a }) => {
    if (!clientCapabilities.elicitation) throw new RpcError(-32602, 'the client has no elicitation');
    const answer = await ask('elicitation/create', { message: a.message, requestedSchema: object({ username: { type: 'string', description: "User's response" }, email: { type: 'string', description: "User's email address" } }, ['username', 'email']) });
    return text(`User response: action=${answer.action}, content=${JSON.stringify(answer.content)}`);
  }],
  test_elicitation_sep1034_defaults: ['Asks with defaults', object(), async () => {
    const answer = await ask('elicitation/create', { message: 'defaults', requestedSchema: object({
      name: { type: 'string', default: 'John Doe' }, age: { type: 'integer', default: 30 }, score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' }, verified: { type: 'boolean', default: true } }) });
    return text(`Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content)}`);
  }],
  test_elicitation_sep1330_enums: ['Asks with enums', object(), async () => {
    const three = (what) => [1, 2, 3].map((n) => ({ const: `value${n}`, title: `${what} ${n}` }));
    const names = ['option1', 'option2', 'option3'];
    const answer = await ask('elicitation/create', { message: 'enums', requestedSchema: object({
      untitledSingle: { type: 'string', enum: names }, titledSingle: { type: 'string', oneOf: three('Option') },
      legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
      untitledMulti: { type: 'array', items: { type: 'string', enum: names } }, titledMulti: { type: 'array', items: { anyOf: three('Choice') } } }) });
    return text(`Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content)}`);
  }],
  test_missing_capability: ['Needs sampling', object(), ({ params }) => {
    if (!params._meta?.[key('clientCapabilities')]?.sampling) throw new RpcError(-32021, 'sampling is needed', { requiredCapabilities: { sampling: {} } });
    return text('sampling is there');
  }],
  test_streaming_elicitation: ['Needs input', object(), () => needs({ user_name: elicit('elicitation/create', nameForm) })],
  test_trigger_tool_change: ['Adds a tool', object(), () => {
    tools.late_tool ??= ['Came later', object(), () => text('late')];
    notifyChange('tools');
    return text('tool added');
  }],
  test_trigger_prompt_change: ['Adds a prompt', object(), () => {
    prompts.late_prompt ??= ['Came later', [], () => ({ messages: [] })];
    notifyChange('prompts');
    return text('prompt added');
  }],
  test_input_required_result_elicitation: ['Needs a name', object(), ({ params }) => {
    const name = accepted(params.inputResponses?.user_name)?.name;
    return typeof name === 'string' ? text(`Hello, ${name}!`) : needs({ user_name: elicit('elicitation/create', nameForm) });
  }],
  test_input_required_result_sampling: ['Needs a sample', object(), ({ params }) => {
    const answer = params.inputResponses?.capital_question;
    return answer ? text(`sampled: ${answer.content?.text}`) : needs({ capital_question: elicit('sampling/createMessage', { messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of France?' } }], maxTokens: 100 }) });
  }],
  test_input_required_result_list_roots: ['Needs the roots', object(), ({ params }) => {
    const answer = params.inputResponses?.client_roots;
    return answer ? text(`roots: ${JSON.stringify(answer.roots)}`) : needs({ client_roots: elicit('roots/list', {}) });
  }],
  test_input_required_result_request_state: ['Keeps state', object(), ({ params }) => {
    if (params.inputResponses) return opened(params.requestState) === 'state' ? text('state-ok') : text('state lost', { isError: true });
    return needs({ confirm: elicit('elicitation/create', { message: 'Please confirm', requestedSchema: object({ ok: { type: 'boolean' } }, ['ok']) }) }, sealed('state'));
  }],
  test_input_required_result_tampered_state: ['Keeps sealed state', object(), ({ params }) => {
    if (params.requestState !== undefined) return text(`state ${opened(params.requestState)}`);
    return needs({ confirm: elicit('elicitation/create', { message: 'Please confirm', requestedSchema: object({ ok: { type: 'boolean' } }, ['ok']) }) }, sealed('guarded'));
  }],
  test_input_required_result_multiple_inputs: ['Needs three things', object(), ({ params }) => {
    const given = params.inputResponses ?? {};
    if (given.user_name && given.greeting && given.client_roots) { opened(params.requestState); return text('all three are there'); }
    return needs({ user_name: elicit('elicitation/create', nameForm),
      greeting: elicit('sampling/createMessage', { messages: [{ role: 'user', content: { type: 'text', text: 'Generate a greeting' } }], maxTokens: 50 }),
      client_roots: elicit('roots/list', {}) }, sealed('three'));
  }],
  test_input_required_result_multi_round: ['Needs two rounds', object(), ({ params }) => {
    const step = params.requestState === undefined ? 'none' : opened(params.requestState);
    if (step === 'round1') return needs({ step2: elicit('elicitation/create', { message: 'Step 2: What is your favorite color?', requestedSchema: object({ color: { type: 'string' } }, ['color']) }) }, sealed('round2'));
    if (step === 'round2') return text('two rounds done');
    return needs({ step1: elicit('elicitation/create', { message: 'Step 1: What is your name?', requestedSchema: object({ name: { type: 'string' } }, ['name']) }) }, sealed('round1'));
  }],
  test_input_required_result_capabilities: ['Asks only for what the client can', object(), ({ params }) => {
    const can = params._meta?.[key('clientCapabilities')] ?? {};
    const requests = {};
    if (can.sampling) requests.sample = elicit('sampling/createMessage', { messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }], maxTokens: 10 });
    if (can.elicitation) requests.form = elicit('elicitation/create', nameForm);
    return needs(requests);
  }],
  json_schema_2020_12_tool: ['A schema with newer words', {
    $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
    $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
    properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' }, contactMethod: { type: 'string', enum: ['phone', 'email'] }, phone: { type: 'string' }, email: { type: 'string' } },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] }, then: { required: ['phone'] }, else: { required: ['email'] },
    additionalProperties: false }, () => text('schema')],
  structured: ['Has an output schema', object(), () => text('{"count":3}', { structuredContent: { count: 3 } }),
    { title: 'Structured', outputSchema: object({ count: { type: 'number' } }, ['count']), annotations: { readOnlyHint: true, openWorldHint: false }, 'x-unknown': { kept: [1, 2.50, 1e3] } }],
  'db.query': ['A dotted name', object({ sql: { type: 'string' } }), ({ line }) => text(line)],
  'db.drop': ['Another', object(), () => text('dropped')],
  echo_line: ['Returns the very line of the call', object(), ({ line }) => text(line)],
  size: ['Returns a text of so many bytes', object({ bytes: { type: 'integer' } }, ['bytes']), ({ arguments: a }) => text('x'.repeat(a.bytes))],
  odd_numbers: ['Numbers that a double cannot hold', object(), ({ request }) =>
    new Raw(`{"jsonrpc":"2.0","id":${JSON.stringify(request.id)},"result":{"content":[{"type":"text","text":"n"}],"structuredContent":{"big":9007199254740993,"bigger":123456789012345678901234567890,"exact":1.10,"e":1E+2,"minus":-0,"tiny":1e-400},"unknown":{"z":1,"a":2}}}`)],
  odd_strings: ['Strings that a careless relay alters', object(), ({ request }) =>
    new Raw(`{"result":{"content":[{"text":"\u2028 \u2029 \\u2028 \\/ \\u0041 \\ud83d\\ude00 \u{1f600} \\u0000 \\t \u00e9 e\u0301","type":"text"}]},"id":${JSON.stringify(request.id)} , "jsonrpc" : "2.0"}`)],
  odd_members: ['An answer with members that no protocol knows', object(), ({ request }) => new Raw(`{"x-first":[1.0,{"b":1,"a":2}],"jsonrpc":"2.0","id":${JSON.stringify(request.id)},"result":{"content":[],"x":9007199254740993},"x-last":null}`)],
  slow: ['Runs until it is cancelled', object(), ({ request }) => new Promise((resolve) => { cancelled.set(JSON.stringify(request.id), () => resolve(undefined)); send({ method: 'notifications/message', params: { level: 'info', data: 'slow has begun' } }); })],
  update_resource: ['Tells subscribers', object({ uri: { type: 'string' } }, ['uri']), ({ arguments: a }) => {
    if (subscribed.has(a.uri)) send({ method: 'notifications/resources/updated', params: { uri: a.uri } });
    return text(subscribed.has(a.uri) ? 'told' : 'nobody listens');
  }],
};
class Raw { constructor(line) { this.line = line; } }

const resources = {
  'test://static-text': ['Text', 'text/plain', () => ({ text: 'This is the content of the static text resource.' })],
  'test://static-binary': ['Binary', 'image/png', () => ({ blob: png })],
  'test://watched-resource': ['Watched', 'text/plain', () => ({ text: 'watched' })],
};

const argument = (name) => ({ name, description: `the ${name}`, required: true });
const user = (content) => ({ role: 'user', content });
const prompts = {
  test_simple_prompt: ['Simple', [], () => ({ messages: [user({ type: 'text', text: 'This is a simple prompt for testing.' })] })],
  test_prompt_with_arguments: ['With arguments', [argument('arg1'), argument('arg2')], (a) => ({ messages: [user({ type: 'text', text: `Prompt with arguments: arg1='${a.arg1}', arg2='${a.arg2}'` })] })],
  test_prompt_with_embedded_resource: ['With a resource', [argument('resourceUri')], (a) => ({ messages: [
    user({ type: 'resource', resource: { uri: a.resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } }), user({ type: 'text', text: 'Please process the embedded resource above.' })] })],
  test_prompt_with_image: ['With an image', [], () => ({ messages: [user({ type: 'image', data: png, mimeType: 'image/png' }), user({ type: 'text', text: 'Please analyze the image above.' })] })],
  test_input_required_result_prompt: ['Needs input', [], (a, params) => {
    const context = accepted(params.inputResponses?.user_context)?.context;
    return context === undefined
      ? needs({ user_context: elicit('elicitation/create', { message: 'What context should the prompt use?', requestedSchema: object({ context: { type: 'string' } }, ['context']) }) })
      : { messages: [user({ type: 'text', text: `context: ${context}` })] };
  }],
};

const capabilities = (modern) => modern
  ? { tools: { listChanged: true }, resources: { listChanged: true }, prompts: { listChanged: true }, completions: {} }
  : { tools: { listChanged: true }, resources: { subscribe: true, listChanged: true }, prompts: { listChanged: true }, completions: {}, logging: {} };

function list(member, items, params) {
  const from = params.cursor === undefined ? 0 : Number(Buffer.from(params.cursor, 'base64').toString());
  if (!Number.isInteger(from) || from < 0 || from > items.length) throw new RpcError(-32602, 'no such cursor');
  const to = page > 0 ? Math.min(items.length, from + page) : items.length;
  return { [member]: items.slice(from, to), ...(to < items.length ? { nextCursor: Buffer.from(String(to)).toString('base64') } : {}) };
}

async function answer(request, line) {
  const { method, params = {} } = request;
  const meta = params._meta ?? {};
  const modern = method === 'server/discover' || meta[key('protocolVersion')] !== undefined;
  if (modern) {
    if (typeof meta[key('protocolVersion')] !== 'string' || typeof meta[key('clientCapabilities')] !== 'object') throw new RpcError(-32602, '_meta lacks what every request must carry');
    if (meta[key('protocolVersion')] !== stateless) throw new RpcError(-32022, 'unsupported protocol version', { supported: [stateless], requested: meta[key('protocolVersion')] });
    if (['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe'].includes(method)) throw new RpcError(-32601, 'Method not found');
  }
  const cached = (result) => modern ? { ...result, ttlMs: 1000, cacheScope: 'public' } : result;
  switch (method) {
    case 'initialize':
      clientCapabilities = params.capabilities ?? {};
      return { protocolVersion: versions.includes(params.protocolVersion) ? params.protocolVersion : versions.at(-1), capabilities: capabilities(false), serverInfo: info, instructions: 'For tests.' };
    case 'server/discover': return cached({ supportedVersions: [stateless], capabilities: capabilities(true), instructions: 'For tests.' });
    case 'ping': return {};
    case 'logging/setLevel': logLevel = params.level; return {};
    case 'tools/list': return cached(list('tools', Object.entries(tools).map(([name, [description, inputSchema, , more]]) => ({ name, description, inputSchema, ...more })), params));
    case 'tools/call': {
      if (!Object.hasOwn(tools, params.name)) throw new RpcError(-32602, `Unknown tool: ${params.name}`);
      return await tools[params.name][2]({ arguments: params.arguments ?? {}, params, request, line, modern });
    }
    case 'resources/list': return cached(list('resources', Object.entries(resources).map(([uri, [name, mimeType]]) => ({ uri, name, description: `the resource ${name}`, mimeType })), params));
    case 'resources/templates/list': return cached(list('resourceTemplates', [{ uriTemplate: 'test://template/{id}/data', name: 'template', description: 'by id', mimeType: 'application/json' }], params));
    case 'resources/read': {
      const template = /^test:\/\/template\/([^/]+)\/data$/.exec(params.uri);
      if (template) return cached({ contents: [{ uri: params.uri, mimeType: 'application/json', text: JSON.stringify({ id: template[1], templateTest: true, data: `Data for ID: ${template[1]}` }) }] });
      if (!Object.hasOwn(resources, params.uri)) throw new RpcError(modern ? -32602 : -32002, 'Resource not found', { uri: params.uri });
      const [, mimeType, read] = resources[params.uri];
      return cached({ contents: [{ uri: params.uri, mimeType, ...read() }] });
    }
    case 'resources/subscribe': subscribed.add(params.uri); return {};
    case 'resources/unsubscribe': subscribed.delete(params.uri); return {};
    case 'prompts/list': return cached(list('prompts', Object.entries(prompts).map(([name, [description, args]]) => ({ name, description, arguments: args })), params));
    case 'prompts/get': {
      if (!Object.hasOwn(prompts, params.name)) throw new RpcError(-32602, `Unknown prompt: ${params.name}`);
      return prompts[params.name][2](params.arguments ?? {}, params);
    }
    case 'completion/complete': return { completion: { values: ['paris', 'park', 'party'].filter((v) => v.startsWith(params.argument?.value ?? '')), total: 150, hasMore: false } };
    case 'subscriptions/listen': {
      if (!modern) throw new RpcError(-32601, 'Method not found');
      listeners.set(request.id, params.notifications ?? {});
      send({ method: 'notifications/subscriptions/acknowledged', params: { _meta: { [key('subscriptionId')]: request.id }, notifications: params.notifications ?? {} } });
      return undefined;
    }
    default: throw new RpcError(-32601, 'Method not found');
  }
}

function received(line) {
  if (line === '') return;
  if (log) fs.appendFileSync(log, line + '\n');
  let message;
  try { message = JSON.parse(line); } catch { return send({ id: null, error: { code: -32700, message: 'Parse error' } }); }
  if (message.method === undefined) {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) asked?.reject(new RpcError(message.error.code, message.error.message));
    else asked?.resolve(message.result);
    return;
  }
  if (message.id === undefined) {
    if (message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      listeners.delete(id);
      cancelled.get(JSON.stringify(id))?.();
      cancelled.delete(JSON.stringify(id));
      send({ method: 'notifications/message', params: { level: 'info', data: `cancelled ${JSON.stringify(id)}` } });
    }
    return;
  }
  const modern = message.method === 'server/discover' || message.params?._meta?.[key('protocolVersion')] !== undefined;
  answer(message, line).then(
    (result) => {
      if (result === undefined) return;
      if (result instanceof Raw) return write(result.line);
      send({ id: message.id, result: modern ? { resultType: 'complete', ...result, _meta: { [key('serverInfo')]: info } } : result });
    },
    (error) => send({ id: message.id, error: { code: error.code ?? -32603, message: error.message, ...(error.data ? { data: error.data } : {}) } }));
}

let rest = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  const parts = [rest];
  let from = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
    parts.push(chunk.subarray(from, at));
    received(Buffer.concat(parts.splice(0)).toString('utf8').replace(/\r$/, ''));
    from = at + 1;
  }
  parts.push(chunk.subarray(from));
  rest = Buffer.concat(parts);
});
process.stdin.on('end', () => process.exit(0));
