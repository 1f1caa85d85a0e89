import { type Bytes, checksum, concat, NOTHING, u8, u16, u24, u32 } from './bytes.ts';

/** GRE (RFC 2784, 2890; version 1 is PPTP's, RFC 2637). Fields present set their flag. */
export function gre(
  fields: { type: number; key?: number; sequence?: number; checksum?: boolean; version?: number },
  payload: Bytes = NOTHING,
): Uint8Array {
  const flags =
    (fields.checksum ? 0x8000 : 0) |
    (fields.key !== undefined ? 0x2000 : 0) |
    (fields.sequence !== undefined ? 0x1000 : 0) |
    (fields.version ?? 0);
  const packet = concat(
    u16(flags),
    u16(fields.type),
    fields.checksum ? u32(0) : [],
    fields.key !== undefined ? u32(fields.key) : [],
    fields.sequence !== undefined ? u32(fields.sequence) : [],
    payload,
  );
  if (fields.checksum) packet.set(u16(checksum(packet)), 4);
  return packet;
}

/** VXLAN (RFC 7348), inside UDP port 4789. */
export function vxlan(vni: number, frame: Bytes = NOTHING): Uint8Array {
  return concat([0x08, 0, 0, 0], u24(vni), [0], frame);
}

/** Geneve (RFC 8926), inside UDP port 6081. `options` is a multiple of four bytes. */
export function geneve(
  fields: { vni: number; type?: number; options?: Bytes },
  payload: Bytes = NOTHING,
): Uint8Array {
  const options = concat(fields.options ?? NOTHING);
  return concat(
    u8(options.length / 4),
    [0],
    u16(fields.type ?? 0x6558),
    u24(fields.vni),
    [0],
    options,
    payload,
  );
}
