/** A WebSocket that stays: it comes back by itself, later each time, and at once when the network does. */

export interface LiveConnection {
  start(): void;
  stop(): void;
  /** Try now instead of waiting: the network came back, or somebody looks again. */
  wake(): void;
}

export type ConnectionState = 'off' | 'connecting' | 'open';

interface LiveConnectionOptions {
  readonly url: () => string;
  readonly onMessage: (text: string) => void;
  readonly onState: (state: ConnectionState) => void;
  /** For tests. */
  readonly open?: (url: string) => WebSocket;
  readonly random?: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Half of it fixed, half by chance, so that a hundred pages do not come back in the same moment. */
export function waitMs(failures: number, random: () => number): number {
  const most = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return most / 2 + (most / 2) * random();
}

export function createLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { url, onMessage, onState, open = (to) => new WebSocket(to), random = Math.random } = options;
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let wanted = false;

  function connect(): void {
    clearTimeout(timer);
    timer = undefined;
    onState('connecting');
    const mine = open(url());
    socket = mine;
    mine.addEventListener('open', () => {
      if (socket !== mine) return;
      failures = 0;
      onState('open');
    });
    mine.addEventListener('message', ({ data }) => {
      if (socket === mine && typeof data === 'string') onMessage(data);
    });
    // An error is always followed by this.
    mine.addEventListener('close', () => {
      if (socket !== mine) return;
      socket = null;
      if (!wanted) return;
      onState('connecting');
      timer = setTimeout(connect, waitMs(failures++, random));
    });
  }

  return {
    start() {
      if (wanted) return;
      wanted = true;
      connect();
    },
    stop() {
      wanted = false;
      clearTimeout(timer);
      timer = undefined;
      const old = socket;
      socket = null;
      old?.close();
      onState('off');
    },
    wake() {
      if (wanted && timer !== undefined) connect();
    },
  };
}
