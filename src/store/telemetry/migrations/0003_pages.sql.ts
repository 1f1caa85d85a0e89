/**
 * Columns that a page of flows from many places, and a search for a port, read faster.
 *
 * - Names of devices as they are: in a network of more than 8,192 devices their dictionaries were full, and stood in a part
 *   again and again; a page read one at each of its fifty places. They took more room than the names.
 * - Ports are not packed: unpacking those of all flows took longer than comparing them.
 * - Blocks of 4 KiB: a page unpacks less that it does not show.
 * - Old parts are rewritten in the background, these four columns of them only, and answer the same meanwhile; the blocks
 *   of the others become smaller when parts are merged.
 */
const DEVICES = ['src_device', 'dst_device'];
const PORTS = ['src_port', 'dst_port'];

const alter = (changes: readonly string[], settings = ''): string =>
  `ALTER TABLE vigie.conversations ${changes.join(', ')}${settings}`;

/** Each can be run again: a migration that was cut off is. The engine goes on by itself with what it had begun. */
export const statements: readonly string[] = [
  alter(['MODIFY SETTING min_compress_block_size = 4096']),
  alter(
    [
      ...DEVICES.map((name) => `MODIFY COLUMN ${name} String CODEC(ZSTD)`),
      ...PORTS.map((name) => `MODIFY COLUMN ${name} Int32 CODEC(NONE)`),
    ],
    ' SETTINGS alter_sync = 0',
  ),
  // Another codec alone is used for new parts only.
  `${alter([`UPDATE ${PORTS.map((name) => `${name} = ${name}`).join(', ')} WHERE true`])} SETTINGS mutations_sync = 0`,
];
