import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/**
 * A bundle that the build put beside this one together with what V8 made of it then (`scripts/build-code-cache.mjs`):
 * nothing of it is parsed or compiled again, which takes a third of a short run. `null` where there is none, or where it
 * was made by another Node.js: then the same source is imported as usual.
 */
export function compiledBundle<Exports>(name: string): Exports | null {
  const path = fileURLToPath(new URL(`${name}.cjs`, import.meta.url));
  let source: string;
  let cachedData: Buffer;
  try {
    cachedData = readFileSync(`${path}.cache`);
    source = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const script = new Script(wrapped(source), { filename: path, cachedData });
  return script.cachedDataRejected === true ? null : run(script, path);
}

/** As Node.js wraps CommonJS. Written once more in scripts/build-code-cache.mjs: V8 compares lengths. */
function wrapped(source: string): string {
  return `(function (exports, require, module, __filename) {${source}\n})`;
}

function run<Exports>(script: Script, path: string): Exports {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path);
  return module.exports as Exports;
}
