// A language server on standard input and output, as an editor talks to it.

import { spawn } from "node:child_process";
import { once } from "node:events";

// How long the server may take to answer, in milliseconds.
const PATIENCE = 60_000;

export class Server {
  #process;
  #received = Buffer.alloc(0);
  #asked = new Map();
  #last = 0;
  #settings;
  #published = new Map();
  #waiting = new Map();

  // Starts the program and agrees with it on what both can do. `settings` are those of the user.
  static async start(program, settings) {
    const server = new Server();
    server.#settings = settings;
    server.#process = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    server.#process.stdout.on("data", (bytes) => server.#receive(bytes));
    await server.ask("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          completion: { completionItem: { documentationFormat: ["markdown"], snippetSupport: false } },
          hover: { contentFormat: ["markdown"] },
        },
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      },
    });
    server.tell("initialized", {});
    server.tell("workspace/didChangeConfiguration", { settings });
    return server;
  }

  // Opens a file with this text, and waits for what the server finds in it.
  async open(uri, text) {
    const found = this.#wait(`diagnostics of ${uri}`, (done) => this.#waiting.set(uri, done));
    this.tell("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
    return found;
  }

  ask(method, params) {
    const id = ++this.#last;
    const answer = this.#wait(method, (done) => this.#asked.set(id, done));
    this.#send({ id, method, params });
    return answer;
  }

  tell(method, params) {
    this.#send({ method, params });
  }

  async stop() {
    await this.ask("shutdown", null);
    const ended = once(this.#process, "exit");
    this.tell("exit", null);
    await ended;
  }

  #wait(what, start) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer: ${what}`)), PATIENCE);
      start((error, value) => {
        clearTimeout(late);
        if (error) reject(new Error(`${what}: ${error.message}`));
        else resolve(value);
      });
    });
  }

  #send(message) {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #receive(bytes) {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const head = this.#received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.#received.toString("latin1", 0, head))[1]);
      const end = head + 4 + length;
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString("utf8", head + 4, end));
      this.#received = this.#received.subarray(end);
      this.#handle(message);
    }
  }

  #handle(message) {
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = message.params;
      this.#waiting.get(uri)?.(null, diagnostics);
      this.#waiting.delete(uri);
    } else if (message.method && message.id !== undefined) {
      this.#send({ id: message.id, result: this.#answer(message) });
    } else if (message.id !== undefined) {
      this.#asked.get(message.id)?.(message.error, message.result);
      this.#asked.delete(message.id);
    }
  }

  // What the server asks of the editor: its settings, a section each.
  #answer(message) {
    if (message.method !== "workspace/configuration") return null;
    return message.params.items.map(({ section }) => this.#settings[section] ?? null);
  }
}
