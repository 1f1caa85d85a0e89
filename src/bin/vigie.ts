#!/usr/bin/env node
/** The way in. What reads captures is there at once, compiled; every other command is in the modules of commands.ts. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** The build's name of commands.ts. */
const COMMANDS = './commands.mjs';

/**
 * A bundle and what V8 made of it when it was built (`scripts/build-code-cache.mjs`): nothing of it is parsed or compiled again.
 * Where that is missing, or was made by another Node.js, V8 compiles the bundle as it would any file.
 */
function load<Exports>(name: string): Exports {
  const path = `${import.meta.dirname}/${name}.cjs`;
  // ASCII, as the build sees to: Latin-1 is taken as it is, while UTF-8 would be decoded first.
  const source = readFileSync(path, 'latin1');
  const cachedData = cacheOf(path);
  const script = new Script(wrapped(source), {
    filename: path,
    ...(cachedData === null ? {} : { cachedData }),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, import.meta.dirname);
  return module.exports as Exports;
}

function cacheOf(path: string): Buffer | null {
  try {
    return readFileSync(`${path}.cache`);
  } catch {
    return null;
  }
}

/** As Node.js wraps CommonJS. Written once more in scripts/build-code-cache.mjs: V8 compares lengths. */
function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
}

/** Whether that was ours to run. At its end nothing is taken apart that the system takes back anyway. */
function quick(argv: readonly string[]): boolean {
  if (argv[0] !== 'analyze' && argv[0] !== 'open') return false;
  const { main, areWritten } = load<typeof import('./quick-analyze.ts')>('analyze');
  const run = main(argv);
  run?.then(() => {
    if (areWritten()) process.exit();
  });
  return run !== null;
}

if (!quick(process.argv.slice(2)))
  import(COMMANDS).then(({ main }: typeof import('./commands.ts')) => main());
