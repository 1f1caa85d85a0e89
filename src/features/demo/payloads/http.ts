/** HTTP/1.1 (RFC 9112). */
import { concat } from '../../../wire/build/index.ts';
import type { Random } from '../random.ts';

export interface Request {
  readonly host: string;
  readonly path: string;
  readonly userAgent: string;
  readonly method?: string;
}

export function httpRequest({ host, path, userAgent, method = 'GET' }: Request): Uint8Array {
  return concat(
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${userAgent}\r\n`,
    'Accept: */*\r\nConnection: keep-alive\r\n\r\n',
  );
}

/** A binary file of `length` bytes. */
export function httpFile(random: Random, server: string, length: number): Uint8Array {
  return concat(
    `HTTP/1.1 200 OK\r\nServer: ${server}\r\nContent-Type: application/octet-stream\r\n`,
    `Content-Length: ${length}\r\n\r\n`,
    random.noise(length),
  );
}

export function httpPage(server: string, title: string): Uint8Array {
  const page = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\r\n`;
  return concat(
    `HTTP/1.1 200 OK\r\nServer: ${server}\r\nContent-Type: text/html; charset=utf-8\r\n`,
    `Content-Length: ${concat(page).length}\r\n\r\n`,
    page,
  );
}
