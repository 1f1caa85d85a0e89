/** The page's side of the worker. `start` begins a thread, `stop` ends it. */
import { type ApiProblem, problemOf, unreachable } from '../../data/problem.ts';
import { refused } from '../../data/session/refusals.ts';
import type { Totals } from '../network/network.ts';
import type { FromWorker, Refusal, Shown, ToWorker } from './messages.ts';

export type NetworkMessage = Extract<FromWorker, { kind: 'network' }>;
export type PositionsMessage = Extract<FromWorker, { kind: 'positions' }>;

export interface Loaded {
  readonly totals: Totals;
  readonly devices: number;
}

export interface TopologyListener {
  network(message: NetworkMessage): void;
  positions(message: PositionsMessage): void;
}

interface Waiting {
  readonly resolve: (loaded: Loaded) => void;
  readonly reject: (problem: unknown) => void;
}

export class TopologyClient {
  readonly #listener: TopologyListener;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #request = 0;
  #version = 0;

  constructor(listener: TopologyListener) {
    this.#listener = listener;
  }

  start(): void {
    this.#worker = new Worker(new URL('./topology.worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#take(data);
    this.#worker.onerror = ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(unreachable(new Error(message)));
      this.#waiting.clear();
    };
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new DOMException('stopped', 'AbortError'));
    this.#waiting.clear();
  }

  /** Reads the network at `url`; a later call takes the place of an earlier one. Throws `ApiProblem`. */
  load(url: string, organisation: string): Promise<Loaded> {
    const request = ++this.#request;
    for (const { reject } of this.#waiting.values()) reject(new DOMException('replaced', 'AbortError'));
    this.#waiting.clear();
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      this.#send({ kind: 'load', request, url: new URL(url, location.href).href, organisation });
    });
  }

  show(shown: Shown): void {
    this.#send({ kind: 'show', shown });
  }

  pin(id: string, x: number, y: number): void {
    this.#send({ kind: 'pin', id, x, y });
  }

  forget(): void {
    this.#send({ kind: 'forget' });
  }

  #send(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #take(message: FromWorker): void {
    if (message.kind === 'network') {
      this.#version = message.version;
      this.#listener.network(message);
    } else if (message.kind === 'positions') {
      if (message.version === this.#version) this.#listener.positions(message);
    } else {
      const waiting = this.#waiting.get(message.request);
      this.#waiting.delete(message.request);
      if (message.kind === 'loaded') waiting?.resolve(message);
      else waiting?.reject(problemIn(message.refusal));
    }
  }
}

function problemIn({ status, body, unreachable: silence }: Refusal): ApiProblem {
  return silence === null ? refused(problemOf(status, body)) : unreachable(new Error(silence));
}
