// The README's lines: packed, installed in a fresh folder, the example run against the demo.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startDemo } from "./demo.js";

const run = promisify(execFile);
const here = fileURLToPath(new URL("..", import.meta.url));

let demo, folder;
before(async () => {
  demo = await startDemo();
  folder = await mkdtemp(join(tmpdir(), "tessera-client-"));
});
after(async () => {
  await demo?.stop();
  if (folder) await rm(folder, { recursive: true });
});

test("packed, installed, and the example runs", async () => {
  const packed = JSON.parse((await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { cwd: here })).stdout)[0];
  const names = packed.files.map(({ path }) => path);
  const strange = names.filter((name) => !/^(dist\/[a-z]+\.(js|d\.ts)|README\.md|LICENSE|package\.json)$/.test(name));
  assert.deepEqual(strange, []);
  await run("npm", ["init", "-y"], { cwd: folder });
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${packed.filename}`], { cwd: folder });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  await writeFile(join(folder, "checkout.mjs"), /```js\n([\s\S]*?)```/.exec(readme)[1]);
  const { stdout } = await run("node", ["checkout.mjs"], { cwd: folder, env: { ...process.env, TESSERA_URL: demo.url, TESSERA_KEY: demo.key } });
  const shown = /It prints[^\n]*\n\n```\n([\s\S]*?)```/.exec(readme)[1];
  const fixed = (text) => text.replace(/order-\d+/g, "ORDER").replace(/\d{4}-\d\d-\d\dT\S+/g, "TIME");
  assert.equal(fixed(stdout), fixed(shown));
});
