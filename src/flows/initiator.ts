/** Below, ports are servers'. */
export const FIRST_CLIENT_PORT = 1024;
/** Ports from there on where servers listen too, so that a conversation caught in its middle still has a client. */
export const REGISTERED_SERVER_PORTS: ReadonlySet<number> = new Set([
  1433, 1521, 1723, 1812, 1813, 1883, 2049, 2222, 2404, 3128, 3306, 3389, 4789, 4840, 5060, 5061, 5094, 5222,
  5353, 5355, 5432, 5672, 5683, 5900, 5985, 5986, 6081, 6379, 6443, 8000, 8008, 8080, 8081, 8088, 8443, 8472,
  8883, 8888, 9000, 9090, 9092, 9100, 9200, 9600, 11211, 20000, 27017, 34962, 34963, 34964, 44818, 47808,
]);

function isServerPort(port: number): boolean {
  return port < FIRST_CLIENT_PORT || REGISTERED_SERVER_PORTS.has(port);
}

/**
 * Which side opened the conversation: that of a SYN, else the one that got a SYN/ACK, else the one whose port is
 * no server's while the other's is, else the first sender. `synBits` and `synAckBits` have one bit a direction.
 * Returns the direction (0: of the first packet seen, 1: the other way).
 */
export function initiatorOf(
  synBits: number,
  synAckBits: number,
  hasPorts: boolean,
  srcPort: number,
  dstPort: number,
): number {
  if (synBits === 1 || synBits === 2) return synBits - 1;
  if (synBits === 0 && (synAckBits === 1 || synAckBits === 2)) return 2 - synAckBits;
  if (hasPorts && synBits === 0) {
    const srcServes = isServerPort(srcPort);
    if (srcServes !== isServerPort(dstPort)) return srcServes ? 1 : 0;
  }
  return 0;
}
