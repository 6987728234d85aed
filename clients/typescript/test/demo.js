// The real server: `tessera demo` of the binary in TESSERA_BINARY, on a free port, for one test file.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { Tessera } from "../dist/index.js";

export async function startDemo() {
  const binary = process.env.TESSERA_BINARY;
  if (!binary) throw new Error("Set TESSERA_BINARY to the server's binary, such as target/release/tessera");
  const child = spawn(binary, ["demo", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "warn" } });
  const stop = () => {
    child.kill("SIGINT");
    return new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve()));
  };
  try {
    const found = await new Promise((resolve, reject) => {
      let text = "";
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the demo ended with ${code}:\n${text}`)));
      child.stdout.on("data", (chunk) => {
        text += chunk;
        const url = /Home\s+(http:\S+?)\/?\s/.exec(text)?.[1];
        const key = /Secret key\s+(sk_\S+)/.exec(text)?.[1];
        const publishable = /Publishable key\s+(pk_\S+)/.exec(text)?.[1];
        if (url && key && publishable && text.includes("Ctrl-C")) resolve({ url, key, publishable });
      });
    });
    // It prints its addresses a moment before it listens.
    for (let left = 100; ; left -= 1) {
      const ready = await fetch(`${found.url}/readyz`).catch(() => null);
      if (ready?.ok) break;
      if (left === 0) throw new Error("the demo does not become ready");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { ...found, stop, shop: new Tessera({ url: found.url, key: found.key }) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A server on a free port that answers as `handler` says. */
export async function startServer(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Stands between client and demo: passes each request on, and lets `fault` do what it likes with the answer. */
export async function startProxy(target, fault) {
  const seen = [];
  const proxy = await startServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    seen.push({ method: request.method, url: request.url, headers: request.headers, body: body.toString() });
    const headers = { ...request.headers };
    for (const name of ["host", "connection", "content-length", "transfer-encoding"]) delete headers[name];
    const pass = async () => {
      const answer = await fetch(target + request.url, { method: request.method, headers, body: body.length > 0 ? body : undefined });
      return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
    };
    const send = ({ status, type, text }) => response.writeHead(status, { "content-type": type }).end(text);
    await fault({ nth: seen.length, request, response, pass, send });
  });
  return { ...proxy, seen };
}

export function cart(quantity = 2, customer = null) {
  return {
    currency: "USD",
    line_items: [{ id: "l1", product_id: "scarf-lambswool-red", quantity, unit_price: 4500 }],
    ...(customer ? { customer: { id: customer } } : {}),
  };
}

let last = 0;
/** Text that no other test has. */
export function unique(prefix) {
  last += 1;
  return `${prefix}-${process.pid}-${last}`;
}

export function terms(code, more = {}) {
  return { name: `Test ${code}`, status: "enabled", code, benefits: [{ kind: "percent_off", percent: 20 }], ...more };
}

export function noAnswer(response) {
  response.socket.destroy();
}
