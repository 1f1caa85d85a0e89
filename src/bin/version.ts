import { readFileSync } from 'node:fs';

/** `0.1.0`. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** `vigie 0.1.0 (Node 20.20.2)` and a line feed. */
export function versionText(): string {
  return `vigie ${version()} (Node ${process.versions.node})\n`;
}
