// Streamable HTTP before a stdio server, as far as the conformance suite needs it: each session (2025-11-25) has a process of its own,
// all requests without a session (2026-07-28) share one. What HTTP adds to the protocol (headers, status codes, the host check) is
// answered here; everything else is the process's own word.
import http from 'node:http';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

const key = (name) => `io.modelcontextprotocol/${name}`;
const modern = '2026-07-28';

/** A stdio server and the HTTP answers that wait for it. */
class Child {
  constructor([command, ...args]) {
    this.waiting = new Map();   // id on the pipe -> { id, send, close, token, listens }
    this.serial = 0;
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.stdin.on('error', () => {});
    let rest = '';
    this.process.stdout.setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) if (line) this.received(JSON.parse(line));
    });
    this.process.on('close', () => { for (const one of this.waiting.values()) one.close(); });
  }

  /** Ids of different HTTP requests may be the same: on the pipe each has its own. */
  request(message, one) {
    const id = `bridge-${++this.serial}`;
    this.waiting.set(id, { id: message.id, token: message.params?._meta?.progressToken, listens: message.method === 'subscriptions/listen', ...one });
    this.write({ ...message, id });
    return id;
  }

  write(message) { this.process.stdin.write(JSON.stringify(message) + '\n'); }

  received(message) {
    const one = message.method === undefined ? this.waiting.get(message.id) : undefined;
    if (one) {
      this.waiting.delete(message.id);
      one.send({ ...message, id: one.id }, true);
      return one.close();
    }
    const subscription = message.params?._meta?.[key('subscriptionId')];
    if (subscription !== undefined) {
      const listener = this.waiting.get(subscription);
      return listener?.send({ ...message, params: { ...message.params, _meta: { ...message.params._meta, [key('subscriptionId')]: listener.id } } });
    }
    const token = message.params?.progressToken;
    const open = [...this.waiting.values()].filter((x) => !x.listens);
    (open.find((x) => token !== undefined && x.token === token) ?? open.at(-1))?.send(message);
  }

  end() { this.process.stdin.end(); }
}

/** Starts the bridge before `command` (an argument list); answers its address and how to stop it. */
export async function startBridge(command) {
  const sessions = new Map();
  let shared;

  const server = http.createServer((request, response) => {
    const json = (status, body, headers = {}) => { response.writeHead(status, { 'content-type': 'application/json', ...headers }); response.end(JSON.stringify(body)); };
    const local = (value) => value === undefined || /^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(value);
    if (!local(request.headers.host) || !local(request.headers.origin)) return json(403, { error: 'foreign host or origin' });
    const session = request.headers['mcp-session-id'];
    if (request.method === 'DELETE') {
      const child = sessions.get(session);
      sessions.delete(session);
      child?.end();
      return json(child ? 200 : 404, {});
    }
    if (request.method !== 'POST') return json(405, {});
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const message = JSON.parse(Buffer.concat(parts).toString());
      const meta = message.params?._meta ?? {};
      const fail = (status, code, text) => json(status, { jsonrpc: '2.0', id: message.id ?? null, error: { code, message: text } });
      let child, headers = {};
      if (session !== undefined) {
        child = sessions.get(session);
        if (!child) return fail(404, -32001, 'no such session');
      } else if (message.method === 'initialize' && request.headers['mcp-protocol-version'] !== modern) {
        const id = randomUUID();
        sessions.set(id, child = new Child(command));
        headers = { 'mcp-session-id': id };
      } else {
        const named = request.headers['mcp-protocol-version'];
        if (meta[key('protocolVersion')] !== undefined && named !== undefined && named !== meta[key('protocolVersion')]) return fail(400, -32020, 'MCP-Protocol-Version differs from _meta');
        child = shared ??= new Child(command);
      }
      if (message.id === undefined || message.method === undefined) {
        child.write(message);
        response.writeHead(202);
        return response.end();
      }
      let streaming = false;
      const piped = child.request(message, {
        send: (answer, last) => {
          if (!streaming && last) {
            const code = answer.error?.code;
            const status = session !== undefined || headers['mcp-session-id'] ? 200 : code === -32601 ? 404 : [-32602, -32020, -32021, -32022].includes(code) ? 400 : 200;
            return json(status, answer, headers);
          }
          if (!streaming) { response.writeHead(200, { 'content-type': 'text/event-stream', ...headers }); streaming = true; }
          response.write(`event: message\ndata: ${JSON.stringify(answer)}\n\n`);
        },
        close: () => response.end(),
      });
      response.on('close', () => {
        if (!child.waiting.delete(piped)) return;
        child.write({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: piped, ...(session === undefined ? { _meta: { [key('protocolVersion')]: modern } } : {}) } });
      });
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}/mcp`,
    stop() {
      const ended = [...sessions.values(), shared].filter(Boolean).map((child) => new Promise((resolve) => { child.process.on('close', resolve); if (child.process.exitCode !== null) resolve(); child.end(); }));
      server.close();
      server.closeAllConnections();
      return Promise.all(ended);
    },
  };
}
