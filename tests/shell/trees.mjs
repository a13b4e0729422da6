// Reads scripts, a JSON string a line, and prints for each the simple commands that tree-sitter-bash finds, as JSON: [[start, "word word"], ...],
// or null where its grammar has an error. Offsets are UTF-16 code units, as .NET's are.
//   node trees.mjs NODE_MODULES <scripts.jsonl
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = process.argv[2];
const { Parser, Language } = await import(pathToFileURL(join(modules, 'web-tree-sitter', 'tree-sitter.js')));
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(join(modules, 'tree-sitter-bash', 'tree-sitter-bash.wasm')));

// What stands in a command, redirections and assignments aside: its words as they are written.
function words(node) {
  const found = [];
  for (const child of node.namedChildren)
    if (!/redirect|variable_assignment|^(comment|heredoc_|herestring)/.test(child.type) || (node.type === 'declaration_command' && child.type === 'variable_assignment'))
      found.push(child);
  return found;
}

function visit(node, commands) {
  if (node.type === 'command') {
    const parts = words(node);
    if (parts.length > 0) commands.push([parts[0].startIndex, parts.map(part => part.text).join(' ')]);
  } else if (node.type === 'declaration_command' || node.type === 'unset_command') {
    commands.push([node.startIndex, [node.children[0].text, ...words(node).map(part => part.text)].join(' ')]);
  } else if (node.type === 'test_command' && node.children[0].text === '[') {
    commands.push([node.startIndex, '[']);
  }
  for (const child of node.namedChildren) visit(child, commands);
}

for await (const line of createInterface({ input: process.stdin })) {
  const script = JSON.parse(line);
  const tree = parser.parse(script);
  const commands = [];
  visit(tree.rootNode, commands);
  commands.sort((a, b) => a[0] - b[0]);
  console.log(tree.rootNode.hasError ? 'null' : JSON.stringify(commands));
  tree.delete();
}
