import type { AddressInfo } from 'node:net';
import type { ApiServer } from '../../api/create-api.ts';
import { EXIT, InputError } from '../../base/errors.ts';
import type { Component } from './component.ts';

export interface HttpOptions {
  readonly port: number;
  readonly listen: string;
}

/** Answers that are under way get this long when the server stops. */
const LAST_ANSWERS_MS = 1500;

export interface HttpComponent extends Component {
  /** `http://127.0.0.1:8480/`, once started. */
  url(): string;
}

export function httpComponent({ app }: ApiServer, { port, listen }: HttpOptions): HttpComponent {
  return {
    name: 'http',
    async start() {
      try {
        await app.listen({ port, host: listen });
      } catch (error) {
        throw refusal(error, port, listen);
      }
    },
    async stop(withinMs) {
      const timer = setTimeout(() => app.server.closeAllConnections(), Math.min(LAST_ANSWERS_MS, withinMs));
      await app.close();
      clearTimeout(timer);
    },
    url() {
      const address = app.server.address() as AddressInfo;
      const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      return `http://${host}:${address.port}/`;
    },
  };
}

function refusal(error: unknown, port: number, listen: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return new InputError(
      `port ${port} of ${listen} is taken: another server uses it; choose another with --port`,
      EXIT.failure,
    );
  }
  if (code === 'EACCES') {
    return new InputError(
      `port ${port} of ${listen} needs more rights; choose another with --port`,
      EXIT.failure,
    );
  }
  if (code === 'EADDRNOTAVAIL') {
    return new InputError(
      `${listen}: this host has no such address; choose another with --listen`,
      EXIT.failure,
    );
  }
  return error;
}
