import { z } from 'zod';
import type { Language, Message } from '../../model/messages/message.ts';
import { spoken } from '../answers/spoken.ts';
import { type LiveEvent, liveEvent } from './schemas.ts';

type Unsaid<View> = Omit<View, 'error'> & { readonly error: Message | null };
type OfKind<Kind extends LiveEvent['kind']> = Extract<LiveEvent, { readonly kind: Kind }>;
type ImportView = OfKind<'import'>['import'];
type ListeningView = OfKind<'listening'>['listening'];

/** As it happens, before it is known in which language it is told. */
export type FeedEvent =
  | Exclude<LiveEvent, { readonly kind: 'hello' | 'import' | 'listening' }>
  | (Omit<OfKind<'hello'>, 'imports' | 'listening'> & {
      readonly imports: readonly Unsaid<ImportView>[];
      readonly listening: readonly Unsaid<ListeningView>[];
    })
  | { readonly kind: 'import'; readonly import: Unsaid<ImportView> }
  | { readonly kind: 'listening'; readonly listening: Unsaid<ListeningView> };

function inLanguage(event: FeedEvent, language: Language): LiveEvent {
  switch (event.kind) {
    case 'hello': {
      const imports = event.imports.map((it) => spoken(it, language));
      return { ...event, imports, listening: event.listening.map((it) => spoken(it, language)) };
    }
    case 'import':
      return { ...event, import: spoken(event.import, language) };
    case 'listening':
      return { ...event, listening: spoken(event.listening, language) };
    default:
      return event;
  }
}

/** The part of a WebSocket (ws) that a client needs. */
export interface Socket {
  /** Bytes that wait for the network. */
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  terminate(): void;
}

export interface LiveClient {
  /** Sends, or counts what does not fit. */
  tell(event: FeedEvent): void;
  /** Call every so often: tells what was lost, and cuts off who did not answer the last time. */
  check(): void;
  /** The client answered. */
  answered(): void;
}

/** More than this waits for nobody: a tab that sleeps must not fill our memory. */
export const MOST_WAITING_BYTES = 1 << 20;

/** One who follows live, with a bounded queue: the socket's own. `language`: that of whoever it is, now. */
export function createLiveClient(socket: Socket, language: () => Language): LiveClient {
  let lost = 0;
  let isAnswered = true;
  const hasRoom = (): boolean => socket.bufferedAmount < MOST_WAITING_BYTES;

  function send(event: FeedEvent): void {
    socket.send(JSON.stringify(z.encode(liveEvent, inLanguage(event, language()))));
  }

  function tellLost(): void {
    if (lost === 0 || !hasRoom()) return;
    const events = lost;
    lost = 0;
    send({ kind: 'lost', events });
  }

  return {
    tell(event) {
      tellLost();
      if (hasRoom()) send(event);
      else lost++;
    },
    check() {
      if (!isAnswered) {
        socket.terminate();
        return;
      }
      tellLost();
      isAnswered = false;
      socket.ping();
    },
    answered() {
      isAnswered = true;
    },
  };
}
