/**
 * `node scripts/build-code-cache.mjs BUNDLE CAPTURE`: runs `vigie analyze` of a CommonJS bundle on a capture, in a process of its own, and
 * keeps the code that V8 compiled for it beside the bundle (see src/bin/vigie.ts).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

const [bundle, capture] = process.argv.slice(2);
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(bundle, 'latin1')}\n})`;
const script = new Script(source, { filename: bundle });
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
// Without the flag that is set for the kernel: V8 takes no code that was made under other flags.
for (const options of [[], ['--json']]) await module.exports.main(['analyze', capture, ...options], () => {});
writeFileSync(`${bundle}.cache`, script.createCachedData());
