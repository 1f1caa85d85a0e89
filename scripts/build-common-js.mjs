/** Bundles of CommonJS: what starts at once, because Node.js loads it three times faster than modules. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Each entry (name to source) in one file, but what it imports only when it needs it: that lies in files of its own (`lazy-csv.cjs`), so
 * that nobody reads and compiles what they do not use. `options` are esbuild's.
 */
export async function buildCommonJs(root, outdir, entries, options = {}) {
  let left = entries;
  const built = new Set();
  while (Object.keys(left).length > 0) {
    const found = {};
    await build({
      absWorkingDir: root,
      entryPoints: left,
      outdir,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      minifySyntax: true,
      sourcemap: 'linked',
      legalComments: 'none',
      define: { 'import.meta.dirname': '__dirname' },
      // Code that is run by node:vm may not import, only require.
      supported: { 'dynamic-import': false },
      plugins: [lazyFiles(found)],
      logLevel: 'warning',
      ...options,
    });
    for (const name of Object.keys(left)) built.add(name);
    left = Object.fromEntries(Object.entries(found).filter(([name]) => !built.has(name)));
  }
}

/** Writes what is not ASCII in literals as escapes: then the file may be read as Latin-1, and V8 keeps it in one byte a character. */
export function escapeToAscii(path) {
  const source = readFileSync(path, 'utf8');
  if (source.includes('String.raw'))
    throw new Error(`${path}: expected no String.raw, in which an escape is text`);
  writeFileSync(
    path,
    source.replace(/[^\0-\x7f]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function lazyFiles(found) {
  return {
    name: 'lazy files',
    setup(esbuild) {
      esbuild.onResolve({ filter: /.*/ }, ({ kind, path, importer }) => {
        if (kind !== 'dynamic-import' || path.startsWith('node:')) return null;
        const name = `lazy-${basename(path, '.ts')}`;
        found[name] = path.startsWith('.') ? resolve(dirname(importer), path) : path;
        return { path: `./${name}.cjs`, external: true };
      });
    },
  };
}
