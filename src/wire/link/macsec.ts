/** Tag control byte: secure channel id present; encrypted or changed text. */
const SCI_PRESENT = 0x20;
const PROTECTED = 0x0c;
/** Tag control 1, short length 1, packet number 4; the channel id adds 8. */
const SEC_TAG_BYTES = 6;
const SCI_BYTES = 8;
const TYPE_BYTES = 2;

/** The integrity check value ends the frame. */
export const MACSEC_CHECK_BYTES = 16;
export const ENCRYPTED = -1;

/**
 * Where the clear text of a MACsec frame begins, behind its type (IEEE 802.1AE §9), or ENCRYPTED. With integrity only,
 * it stands between the tag at `at` and the check value. Beyond `end` when the tag is cut.
 */
export function macsecClearAt(view: DataView, at: number, end: number): number {
  if (at >= end) return at + SEC_TAG_BYTES;
  const control = view.getUint8(at);
  if ((control & PROTECTED) !== 0) return ENCRYPTED;
  return at + SEC_TAG_BYTES + ((control & SCI_PRESENT) !== 0 ? SCI_BYTES : 0) + TYPE_BYTES;
}
