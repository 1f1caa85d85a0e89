/** The import rules of ARCHITECTURE.md. A rule that is broken names the file, what it imports, and the rule. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const WEB = fileURLToPath(new URL('../web/src', import.meta.url));

/** Left to right: a folder imports only from folders with a lower rank, and from itself. */
const RANKS: Readonly<Record<string, number>> = {
  base: 0,
  config: 1,
  wire: 2,
  model: 3,
  sources: 4,
  flows: 4,
  parse: 4,
  identify: 4,
  store: 5,
  intel: 6,
  detect: 6,
  respond: 7,
  features: 7,
  api: 8,
  bin: 9,
};
/** No input or output, no clock of their own. */
const PURE = ['base', 'wire', 'model', 'flows', 'identify', 'parse', 'detect'];
const BUILTINS = new Set(builtinModules);
const FILES_IN_A_FOLDER = 20;
const LINES_IN_A_FILE = 400;
/** Not by people: nobody takes it in. */
const WRITTEN = ['store/state/migrations/embedded.ts'];
/** What both sides of the API need as values: data without a function, so nothing of the server comes along. */
const SHARED_DATA = [
  'model/account-limits.ts',
  'model/device-types.ts',
  'model/icon-shapes.ts',
  'model/permissions.ts',
];

interface SourceFile {
  /** Relative to src or web/src, `wire/decode.ts`. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourceFiles(root: string, folder = root): SourceFile[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(root, path);
    if (!/\.tsx?$/.test(name)) return [];
    const text = readFileSync(path, 'utf8');
    const imports = [
      ...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'/gm),
      ...text.matchAll(/import\('([^']+)'\)/g),
      ...text.matchAll(/^import\s+'([^']+)'/gm),
    ].map((match) => match[1]);
    const inRoot = relative(root, path);
    return [{ path: inRoot, folder: inRoot.split('/')[0], text, imports }];
  });
}

const all = sourceFiles(SRC);
const code = all.filter(({ path }) => !path.endsWith('.test.ts'));
const web = sourceFiles(WEB);
const webCode = web.filter(({ path }) => !path.endsWith('.test.ts'));

/** Folder of src that a relative import reaches; `null` for packages and Node. */
function reached(file: SourceFile, target: string): string | null {
  if (!target.startsWith('.')) return null;
  return relative(SRC, resolve(SRC, dirname(file.path), target)).split('/')[0];
}

function isBuiltin(target: string): boolean {
  return target.startsWith('node:') || BUILTINS.has(target);
}

describe('architecture', () => {
  it('sees the source files and their imports', () => {
    expect(code.length).toBeGreaterThan(50);
    const engine = code.find(({ path }) => path === 'features/analyze/engine/engine.ts');
    expect(engine?.imports).toContain('../../../wire/decode.ts');
  });

  it('knows the rank of every folder', () => {
    expect(all.map(({ folder }) => folder).filter((folder) => RANKS[folder] === undefined)).toEqual([]);
  });

  it('imports only leftward', () => {
    const broken = code.flatMap((file) =>
      file.imports
        .map((target) => ({ target, to: reached(file, target) }))
        .filter(({ to }) => to !== null && to !== file.folder && RANKS[to] >= RANKS[file.folder])
        .map(({ target }) => `${file.path} imports ${target}: not to its left`),
    );
    expect(broken).toEqual([]);
  });

  it('keeps wire to base alone', () => {
    const broken = code
      .filter(({ folder }) => folder === 'wire')
      .flatMap((file) =>
        file.imports
          .filter((target) => !['wire', 'base'].includes(reached(file, target) ?? ''))
          .map((target) => `${file.path} imports ${target}: wire runs in a browser too`),
      );
    expect(broken).toEqual([]);
  });

  it('keeps pure folders without Node, packages, clocks or chance', () => {
    const broken = code
      .filter(({ folder }) => PURE.includes(folder))
      .flatMap((file) =>
        [
          ...file.imports.filter((target) => isBuiltin(target) || !target.startsWith('.')),
          ...(file.text.match(
            /\b(Date\.now|performance\.now|Math\.random|setTimeout|setInterval|new Date\(\))/g,
          ) ?? []),
        ].map((what) => `${file.path}: ${what}`),
      );
    expect(broken).toEqual([]);
  });

  it('touches network and processes only in sources, respond, intel, features and bin', () => {
    const outside = ['node:net', 'node:dgram', 'node:child_process', 'node:http', 'node:https', 'koffi'];
    const broken = code
      .filter(({ folder }) => !['sources', 'respond', 'intel', 'features', 'bin'].includes(folder))
      .flatMap((file) =>
        file.imports.filter((target) => outside.includes(target)).map((t) => `${file.path}: ${t}`),
      );
    expect(broken).toEqual([]);
  });

  it('asks others over HTTP only through features/outgoing', () => {
    const broken = code
      .filter(({ path }) => !path.startsWith('features/outgoing/'))
      .flatMap(({ path, text }) => {
        const named = [...text.matchAll(/^import\s+(?!type\b)\{([^}]*)\}\s+from\s+'node:https?'/gm)];
        const clients = named
          .flatMap(([, names]) => names.split(','))
          .map((name) => name.trim())
          .filter((name) => /^(request|get|Agent|ClientRequest|globalAgent)\b/.test(name));
        const calls = stripComments(text).match(/(?<![.\w])fetch\(|\bglobalThis\.fetch\b/g) ?? [];
        const whole = text.match(/^import\s+(?!type\b)(\*\s+as\s+)?\w+\s+from\s+'node:https?'/gm) ?? [];
        return [...clients, ...calls, ...whole].map((what) => `${path}: ${what}`);
      });
    expect(code.some(({ path }) => path === 'features/outgoing/exchange.ts')).toBe(true);
    expect(broken).toEqual([]);
  });

  it('lets only bin touch the process and its arguments', () => {
    const broken = code
      .filter(({ folder }) => folder !== 'bin')
      .filter(({ text }) => /\bprocess\.(argv|exit|stdout|stderr|stdin|on)\b/.test(stripComments(text)))
      .map(({ path }) => path);
    expect(broken).toEqual([]);
  });

  it('starts no shell', () => {
    const broken = all
      .filter(({ text }) => /shell:\s*true|\bexecSync\(|[^.]\bexec\(['"`]/.test(text))
      .map(({ path }) => path);
    expect(broken).toEqual([]);
  });

  it('keeps folders and files small enough to take in', () => {
    const folders = new Map<string, number>();
    const both = [...code, ...webCode.map((file) => ({ ...file, path: `web/src/${file.path}` }))];
    for (const { path } of both) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
    const crowded = [...folders].filter(([, count]) => count > FILES_IN_A_FOLDER);
    const long = both
      .filter(({ path, text }) => !WRITTEN.includes(path) && text.split('\n').length > LINES_IN_A_FILE)
      .map(({ path }) => path);
    expect({ crowded, long }).toEqual({ crowded: [], long: [] });
  });

  it('leaves no any, no suppressed error, no work for later', () => {
    const marks = /: any\b(?!\()|\bas any\b|@ts-ignore|@ts-expect-error|\bTODO\b|\bFIXME\b/;
    expect([...code, ...webCode].filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('keeps what the console takes as values to data: no function, no import but types', () => {
    const shared = code.filter(({ path }) => SHARED_DATA.includes(path));
    expect(shared.map(({ path }) => path).sort()).toEqual([...SHARED_DATA].sort());
    const broken = shared
      .filter(({ text }) => /^import (?!type )|\bfunction\b|=>/m.test(stripComments(text)))
      .map(({ path }) => path);
    expect(broken).toEqual([]);
  });

  it('gives the console nothing of src but shared data, and the schemas of the API as types', () => {
    const broken = webCode.flatMap((file) => {
      const outside = file.imports
        .filter((target) => target.startsWith('.'))
        .map((target) => relative(WEB, resolve(WEB, dirname(file.path), target)))
        .filter((target) => target.startsWith('..'));
      const values = [
        ...file.text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']*schemas\.ts|zod)'/gm),
      ];
      return [
        ...outside
          .filter((target) => !/^\.\.\/\.\.\/src\/api\/(?:[a-z-]+\/)?schemas\.ts$/.test(target))
          .filter((target) => !SHARED_DATA.includes(target.replace('../../src/', ''))),
        ...values.map(([text]) => text),
      ].map((what) => `web/src/${file.path}: ${what}`);
    });
    expect(web.length).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  it('lets no page of the console import another', () => {
    const noun = (path: string) => /^pages\/([^/]+)\//.exec(path)?.[1];
    const broken = web.flatMap((file) =>
      file.imports
        .filter((target) => target.startsWith('.'))
        .map((target) => relative(WEB, resolve(WEB, dirname(file.path), target)))
        .filter((target) => noun(target) !== undefined && noun(target) !== noun(file.path))
        // The list of routes names every page.
        .filter(() => file.path !== 'routes.ts')
        .map((target) => `web/src/${file.path} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
