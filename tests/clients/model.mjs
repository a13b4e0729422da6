// A scripted model on loopback, for three wires: Anthropic's Messages API, OpenAI's Responses API and Google's Gemini API.
//
//   node model.mjs SCRIPT RESULTS PORTFILE
//
// SCRIPT is a JSON array of tool calls, [{"name": ..., "input": {...}}, ...]: one is made in each turn, then the model ends.
// Every tool result that a client sends back is appended to RESULTS, one JSON object a line: {"tool", "error", "text"}.
// PORTFILE receives the port once the model listens. Its life ends with its standard input.
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [scriptFile, resultsFile, portFile] = process.argv.slice(2);
const script = JSON.parse(readFileSync(scriptFile, 'utf8'));
const reported = new Set();

const flat = (content) =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n');

function report(id, tool, error, content) {
  if (reported.has(id)) return;
  reported.add(id);
  appendFileSync(resultsFile, JSON.stringify({ tool, error, text: flat(content) }) + '\n');
}

class EventStream {
  constructor(response) {
    this.response = response;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  }
  send(type, body) {
    this.response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`);
  }
}

// Messages API. A request without tools is a side job of the client (a title, a summary).
function messages(request, response) {
  const history = request.messages ?? [];
  const names = new Map();
  for (const message of history) {
    for (const block of Array.isArray(message.content) ? message.content : []) {
      if (block.type === 'tool_use') names.set(block.id, block.name);
      if (block.type === 'tool_result') report(block.tool_use_id, names.get(block.tool_use_id), block.is_error === true, block.content);
    }
  }
  const turn = history.filter((message) => message.role === 'assistant').length;
  const call = request.tools?.length ? script[turn] : undefined;
  const block = call
    ? { type: 'tool_use', id: `toolu_scripted_${turn}`, name: call.name, input: call.input }
    : { type: 'text', text: 'done' };
  const message = {
    id: `msg_scripted_${turn}`, type: 'message', role: 'assistant', model: request.model, content: [block],
    stop_reason: call ? 'tool_use' : 'end_turn', stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
  };
  if (!request.stream) return answer(response, message);
  const stream = new EventStream(response);
  stream.send('message_start', { message: { ...message, content: [], stop_reason: null } });
  stream.send('content_block_start', { index: 0, content_block: call ? { ...block, input: {} } : { ...block, text: '' } });
  stream.send('content_block_delta', {
    index: 0,
    delta: call ? { type: 'input_json_delta', partial_json: JSON.stringify(block.input) } : { type: 'text_delta', text: block.text },
  });
  stream.send('content_block_stop', { index: 0 });
  stream.send('message_delta', { delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage: message.usage });
  stream.send('message_stop', {});
  response.end();
}

// Responses API: one function call a turn, so the calls in the input count the turns.
function responses(request, response) {
  const history = Array.isArray(request.input) ? request.input : [];
  const names = new Map(history.filter((item) => item.type === 'function_call').map((item) => [item.call_id, item.name]));
  for (const item of history) {
    if (item.type === 'function_call_output') report(item.call_id, names.get(item.call_id), false, item.output);
  }
  const call = script[names.size];
  const id = `resp_scripted_${names.size}`;
  const item = call
    ? { type: 'function_call', ...(call.namespace ? { namespace: call.namespace } : {}), id: `fc_${names.size}`, call_id: `call_scripted_${names.size}`, name: call.name, arguments: JSON.stringify(call.input), status: 'completed' }
    : { type: 'message', id: `msg_${names.size}`, role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'done', annotations: [] }] };
  const whole = {
    id, object: 'response', created_at: 0, model: request.model, status: 'completed', output: [item],
    usage: { input_tokens: 1, input_tokens_details: { cached_tokens: 0 }, output_tokens: 1, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 2 },
  };
  if (!request.stream) return answer(response, whole);
  const stream = new EventStream(response);
  stream.send('response.created', { response: { ...whole, status: 'in_progress', output: [] } });
  stream.send('response.output_item.added', { output_index: 0, item });
  stream.send('response.output_item.done', { output_index: 0, item });
  stream.send('response.completed', { response: whole });
  response.end();
}

// Gemini API: the calls that the model made so far stand in the history. A request without tools is a side job of the client.
function gemini(request, response, stream) {
  const history = request.contents ?? [];
  let turn = 0;
  for (const content of history) {
    for (const part of content.parts ?? []) {
      if (part.functionCall) turn += 1;
      if (part.functionResponse) {
        const { id, name, response: result } = part.functionResponse;
        report(id ?? `${name} ${turn}`, name, result?.error !== undefined, JSON.stringify(result));
      }
    }
  }
  const call = request.tools?.length ? script[turn] : undefined;
  const body = {
    candidates: [{ index: 0, finishReason: 'STOP', content: { role: 'model', parts: [call ? { functionCall: { name: call.name, args: call.input } } : { text: 'done' }] } }],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    modelVersion: 'scripted',
  };
  if (!stream) return answer(response, body);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.end(`data: ${JSON.stringify(body)}\r\n\r\n`);
}

function answer(response, body, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const server = createServer(async (incoming, response) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const path = new URL(incoming.url, 'http://model').pathname;
  const body = () => JSON.parse(Buffer.concat(chunks).toString() || '{}');
  if (incoming.method !== 'POST') return answer(response, { data: [], has_more: false });
  if (path === '/v1/messages') return messages(body(), response);
  if (path === '/v1/messages/count_tokens') return answer(response, { input_tokens: 1 });
  if (path === '/v1/responses') return responses(body(), response);
  const [, action] = /^\/v1(?:beta)?\/models\/[^/:]+:(\w+)$/.exec(path) ?? [];
  if (action === 'countTokens') return answer(response, { totalTokens: 1 });
  if (action === 'generateContent' || action === 'streamGenerateContent') return gemini(body(), response, action === 'streamGenerateContent');
  return answer(response, { type: 'error', error: { type: 'not_found_error', message: path } }, 404);
});

server.listen(0, '127.0.0.1', () => {
  writeFileSync(portFile + '.new', String(server.address().port));
  renameSync(portFile + '.new', portFile);
});
process.stdin.resume().on('end', () => process.exit(0));
