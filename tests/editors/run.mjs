// Has the language server that editors use for YAML read the published schemas: it completes, explains and flags.
// Needs node 18 or later, npm and its registry. A path as argument is a node_modules folder that has the server.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { Server } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const top = resolve(here, "../..");
const example = "examples/churn/churn.lifecycle.yaml";
const schemas = {
  baseline: "baseline.v1.json",
  config: "config.v1.json",
  profile: "profile.v1.json",
  signoff: "signoff.v1.json",
};

// Faults of shape that no JSON Schema can see, so that the server does not flag their lines, and why.
const exceptions = new Map([
  ["date-not-in-calendar", "the calendar is only in `format`, which validators need not assert"],
  ["number-not-finite", "JSON has no such number, so that its schemas do not speak of it"],
  ["one-id-three-kinds", "whether an id is used in two maps is no question of shape"],
  ["one-id-two-kinds", "whether an id is used in two maps is no question of shape"],
  ["review-too-long", "it is well formed; that it is over ten years is for the linter to say"],
  ["swallowed-who", "what stands behind ` #` is a comment, and `who` may be empty"],
]);

// The program of the server, from the registry unless somebody has it already.
function program(folder, given) {
  if (!given) {
    cpSync(join(here, "package.json"), join(folder, "package.json"));
    const options = ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"];
    execFileSync("npm", options, { cwd: folder, stdio: "inherit" });
  }
  return join(given ?? join(folder, "node_modules"), "yaml-language-server/bin/yaml-language-server");
}

// The settings of docs/editors.md, with the schemas of this checkout in place of the published ones.
function settings() {
  const page = readFileSync(join(top, "docs/editors.md"), "utf8");
  const snippet = (language) => new RegExp("```" + language + " [^\n]*\n([^`]*)```").exec(page)[1];
  const published = JSON.parse(snippet("json"))["yaml.schemas"];
  // What names a schema or a file is the same in every language.
  const names = (text) => [...text.matchAll(/"([^"\n]*[./*][^"\n]*)"/g)].map(([, name]) => name).filter((name) => name !== "yaml.schemas");
  for (const language of ["lua", "toml"]) {
    assert.deepEqual(names(snippet(language)), names(snippet("json")), `the settings in ${language} differ`);
  }
  const local = Object.entries(published).map(([address, globs]) => {
    const file = join(top, "schemas", address.split("/").at(-1));
    assert.ok(existsSync(file), `${address} will not exist`);
    return [pathToFileURL(file).href, globs];
  });
  return {
    yaml: {
      validate: true,
      completion: true,
      hover: true,
      schemaStore: { enable: false },
      schemas: Object.fromEntries(local),
    },
  };
}

class Editor {
  #server;
  #count = 0;

  constructor(server) {
    this.#server = server;
  }

  // Opens a text as a file of this name in a folder of its own; with what the server finds wrong.
  async open(name, text) {
    const uri = pathToFileURL(join(top, "examples/churn", name)).href;
    return { uri, found: await this.#server.open(uri, text) };
  }

  // What the server offers at the end of `typed`, a line put below the first that starts with `after`.
  async offered(text, after, typed) {
    const lines = text.split("\n");
    const at = after === null ? lines.length : lines.findIndex((line) => line.startsWith(after)) + 1;
    assert.notEqual(at, 0, `the example has no line that starts with \`${after}\``);
    lines.splice(at, 0, typed);
    const { uri } = await this.open(`typed-${++this.#count}.yaml`, lines.join("\n"));
    const position = { line: at, character: typed.length };
    const answer = await this.#server.ask("textDocument/completion", { textDocument: { uri }, position });
    return answer.items ?? answer;
  }

  async hover(uri, text, written) {
    const found = text.indexOf(written);
    assert.notEqual(found, -1, `\`${written}\` is not in the text`);
    const offset = found + (written.startsWith("\n") ? 1 : 0);
    const before = text.slice(0, offset).split("\n");
    const position = { line: before.length - 1, character: before.at(-1).length + 1 };
    const answer = await this.#server.ask("textDocument/hover", { textDocument: { uri }, position });
    return plain(answer?.contents?.value ?? "");
  }
}

// Without the escapes of Markdown.
function plain(markdown) {
  return markdown.replace(/\\([^\w\s])/g, "$1");
}

function modeline(schema) {
  return `# yaml-language-server: $schema=../../schemas/${schema}\n`;
}

const schema = JSON.parse(readFileSync(join(top, "schemas/lifecycle.v1.json"), "utf8"));

// Every key of a part of the schema is offered where it can be written, with its description.
async function completes(editor) {
  const start = modeline("lifecycle.v1.json");
  const parts = [
    ["a manifest", "", null, "", schema.properties],
    ["a stage", "stages:\n  one:\n", "  one:", "    ", schema.$defs.stage.properties],
    ["a metric", "metrics:\n  one:\n", "  one:", "    ", schema.$defs.metric.properties],
    ["a handoff", "handoffs:\n  one:\n", "  one:", "    ", schema.$defs.handoff.properties],
    ["an alert", "alerts:\n  one:\n", "  one:", "    ", schema.$defs.alert.properties],
    ["a role", "roles:\n  one:\n", "  one:", "    ", schema.$defs.role.properties],
    ["a document", "documents:\n  one:\n", "  one:", "    ", schema.$defs.document.properties],
    ["a waiver", "waivers:\n", "waivers:", "  - ", schema.$defs.waiver.properties],
  ];
  for (const [what, text, after, typed, properties] of parts) {
    const offered = await editor.offered(start + text, after === null ? "#" : after, typed);
    const labels = new Map(offered.map((item) => [item.label, item]));
    for (const [key, { description }] of Object.entries(properties)) {
      assert.ok(labels.has(key), `${what}: \`${key}\` is not offered among ${[...labels.keys()].join(", ")}`);
      const documentation = labels.get(key).documentation;
      assert.equal(plain(documentation?.value ?? documentation ?? ""), description, `${what}: ${key}`);
    }
  }
  const values = [
    ["status: ", ["draft", "active", "paused", "retired"]],
    ["risk: ", ["minimal", "limited", "high"]],
    ["profile: ", readdirSync(join(top, "schemas/profiles")).map((name) => name.replace(".yaml", ""))],
  ];
  for (const [typed, known] of values) {
    const labels = (await editor.offered(start, "#", typed)).map((item) => item.label);
    for (const value of known) assert.ok(labels.includes(value), `${typed}${value} is not among ${labels}`);
  }
  console.log(`completion: ${parts.length} kinds of entries and ${values.length} kinds of values`);
}

// Each key of the example explains itself when pointed at, and nothing in the example is flagged.
async function explains(editor) {
  const text = readFileSync(join(top, example), "utf8");
  const { uri, found } = await editor.open("churn.lifecycle.yaml", text);
  assert.deepEqual(found, [], "the example is flagged");
  const properties = Object.entries(schema.properties).filter(([key]) => text.includes(`\n${key}:`));
  assert.ok(properties.length > 12, "the example has become too small");
  for (const [key, { description }] of properties) {
    const shown = await editor.hover(uri, text, `\n${key}:`);
    assert.ok(shown.includes(description), `${key}: ${shown}`);
  }
  for (const [written, description] of [
    ["label-delay", schema.$defs.metric.properties["label-delay"].description],
    ["back-to", schema.$defs.alert.properties["back-to"].description],
    ["passes", schema.$defs.handoff.properties.passes.description],
    ["lead:", schema.$defs.stage.properties.lead.description],
  ]) {
    const shown = await editor.hover(uri, text, written);
    assert.ok(shown.includes(description), `${written}: ${shown}`);
  }
  console.log(`hover: ${properties.length + 4} keys of the example`);
}

// What planlint flags for shape, the server flags on the same line: the golden files beside the faults are what
// planlint says, as its own tests see to.
async function flags(editor) {
  const folder = join(top, "tests/schema/invalid");
  const unlike = [];
  // What has an empty golden file is for another rule than those on shape to say.
  const isFlagged = (name) => statSync(join(folder, name.replace(".yaml", ".txt"))).size > 0;
  const faults = readdirSync(folder).filter((name) => name.endsWith(".yaml") && isFlagged(name));
  const held = faults.map(async (file) => {
    const name = file.replace(".yaml", "");
    const text = readFileSync(join(folder, file), "utf8");
    const golden = readFileSync(join(folder, `${name}.txt`), "utf8").matchAll(/^[a-z-]+ (\d+):\d+ /gm);
    const ours = new Set([...golden].map(([, line]) => Number(line)));
    const shape = schemas[name.split("-")[0]] ?? "lifecycle.v1.json";
    const { found } = await editor.open(`fault-${file}`, modeline(shape) + text);
    // The modeline is a line before the first.
    const theirs = new Set(found.map((one) => one.range.start.line));
    const missed = [...ours].filter((line) => !theirs.has(line));
    const messages = found.map((one) => one.message);
    if (missed.length > 0) unlike.push([name, `planlint: ${[...ours]}; server: ${[...theirs]} ${messages}`]);
  });
  await Promise.all(held);
  const unknown = unlike.filter(([name]) => !exceptions.has(name));
  assert.equal(unknown.map((one) => one.join(": ")).join("\n"), "", "flagged otherwise without a known reason");
  const stale = [...exceptions.keys()].filter((name) => !unlike.some(([other]) => other === name));
  assert.deepEqual(stale, [], "no exceptions any more");
  console.log(`diagnostics: ${faults.length - unlike.length} of ${faults.length} files of faults, ${unlike.length} known exceptions`);
}

// Which files the settings of the page reach, without a modeline.
async function maps(editor) {
  for (const [name, text] of [
    ["lifecycle.yaml", "lifecycle: 1\nprojet: a\n"],
    ["a.lifecycle.yml", "lifecycle: 1\nprojet: a\n"],
    ["planlint.yaml", "exlude: []\n"],
    ["signoffs/churn/data-to-model.yaml", "- by: '@wei'\n  verdict: acepted\n"],
  ]) {
    const { found } = await editor.open(name, text);
    assert.notEqual(found.length, 0, `${name} is not held against its schema`);
  }
  const { found } = await editor.open("other.yaml", "projet: a\n");
  assert.deepEqual(found, [], "a file of something else is flagged");
  console.log("settings: manifest, sign-off and configuration are recognized by their names");
}

const folder = mkdtempSync(join(tmpdir(), "planlint-editors-"));
try {
  const server = await Server.start(program(folder, process.argv[2]), settings());
  const editor = new Editor(server);
  for (const part of [completes, explains, flags, maps]) await part(editor);
  await server.stop();
} finally {
  rmSync(folder, { recursive: true });
}
