/** A port on which HTTP or HTTPS is heard, before the API gets to see anything. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { EXIT, InputError } from '../../../base/errors.ts';
import type { Identity } from '../../../features/certificates/source.ts';

export interface DoorNeeds {
  readonly listener: RequestListener;
  /** Of a WebSocket; without it there are none. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly clientError?: (error: Error, socket: Duplex) => void;
  /** Whether this address may open a connection: asked before its first byte is read. */
  readonly mayConnect: (address: string) => boolean;
  readonly onRefused: (reason: 'connection-not-allowed' | 'too-many-connections') => void;
  /** What messages call its port. */
  readonly option: '--port' | '--http-redirect';
  /** `null`: plain HTTP. */
  readonly identity: Identity | null;
}

export interface Door {
  /** Throws InputError when the port cannot be had. */
  listen(port: number, address: string): Promise<void>;
  address(): AddressInfo;
  /** New connections get this certificate. */
  show(identity: Identity): void;
  /** Takes no new connections; those that are there go on. */
  close(): void;
  /** Ends those as well, when they have not ended by then. */
  end(withinMs: number): Promise<void>;
}

/** More at once than any team has tabs; what comes beyond is closed again, and counted. */
const MOST_CONNECTIONS = 4096;
const KEEP_ALIVE_MS = 72_000;
/** For the handshake: who opens a connection and says nothing is let go. */
const HANDSHAKE_MS = 20_000;
const TLS = { minVersion: 'TLSv1.2', honorCipherOrder: true } as const;

export function createDoor(needs: DoorNeeds): Door {
  const { listener, upgrade, clientError, mayConnect, onRefused, identity } = needs;
  // Uploads take as long as they take: only the head of a request has a limit.
  const options = { requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS };
  const server: Server | TlsServer =
    identity === null
      ? createServer(options, listener)
      : createTlsServer(
          { ...options, ...TLS, ...identity, ALPNProtocols: ['http/1.1'], handshakeTimeout: HANDSHAKE_MS },
          listener,
        );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('drop', () => onRefused('too-many-connections'));
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  if (clientError !== undefined) server.on('clientError', clientError);
  screenConnections(server, (socket) => {
    if (mayConnect(socket.remoteAddress ?? '')) return true;
    onRefused('connection-not-allowed');
    return false;
  });
  // Upgraded sockets are no connections of the server any more.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  let closed: Promise<unknown> | null = null;

  function close(): void {
    if (closed !== null || !server.listening) return;
    closed = once(server, 'close');
    server.close();
  }

  return {
    async listen(port, address) {
      try {
        server.listen({ port, host: address });
        await once(server, 'listening');
      } catch (error) {
        throw refusal(error, port, address, needs.option);
      }
    },
    address: () => server.address() as AddressInfo,
    show(next) {
      if ('setSecureContext' in server) server.setSecureContext({ ...TLS, ...next });
    },
    close,
    async end(withinMs) {
      close();
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, withinMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Before the server's own listener, which begins TLS or HTTP. */
function screenConnections(server: Server | TlsServer, mayStay: (socket: Socket) => boolean): void {
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (!mayStay(socket)) socket.destroy();
    else for (const listener of listeners) listener.call(server, socket);
  });
}

function refusal(error: unknown, port: number, listen: string, option: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return new InputError(
      `port ${port} of ${listen} is taken: another server uses it; choose another with ${option}`,
      EXIT.failure,
    );
  }
  if (code === 'EACCES') {
    return new InputError(
      `port ${port} of ${listen} needs more rights; choose another with ${option}`,
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
