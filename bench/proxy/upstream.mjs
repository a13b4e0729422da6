// The fake MCP server of upstream.c as servers are commonly written, on Node.js: each line is parsed whole, the answer is made of objects.
let held = [];
process.stdin.on("data", (chunk) => {
  let start = 0;
  for (let end; (end = chunk.indexOf(10, start)) >= 0; start = end + 1) {
    held.push(chunk.subarray(start, end));
    answer(JSON.parse(Buffer.concat(held).toString("utf8")));
    held = [];
  }
  if (start < chunk.length) held.push(chunk.subarray(start));
});

function answer({ id, method, params }) {
  if (id === undefined) return;
  const result =
    method === "initialize"
      ? { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "fake", version: "1" } }
      : { content: [{ type: "text", text: params?.arguments?.text ?? "" }] };
  process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result }) + "\n");
}
