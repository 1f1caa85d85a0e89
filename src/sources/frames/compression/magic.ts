/** How compressed files begin: asked of every file, while what reads them is loaded only for those that are. */

/** True for the first bytes of a gzip member (two suffice). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** True for the first four bytes of a zstd frame or a skippable frame (RFC 8878 §3.1). */
export function isZstd(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
}
