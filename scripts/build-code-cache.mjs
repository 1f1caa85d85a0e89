/**
 * `node scripts/build-code-cache.mjs BUNDLE CAPTURE`: runs `vigie analyze` of a CommonJS bundle on a capture, in a process of its own, and
 * keeps the code that V8 compiled for it beside the bundle (see src/bin/compiled-bundle.ts).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

const [bundle, capture] = process.argv.slice(2);
const source = `(function (exports, require, module, __filename) {${readFileSync(bundle, 'utf8')}\n})`;
const script = new Script(source, { filename: bundle });
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(bundle), module, bundle);
const usual = { kind: 'analyze', files: [capture], filter: null, maxFlows: null, csv: null, html: null };
for (const options of [{ json: false }, { json: true }]) {
  await module.exports.runAnalyze({ ...usual, ...options, quiet: false, lang: 'en', top: 10 });
}
writeFileSync(`${bundle}.cache`, script.createCachedData());
