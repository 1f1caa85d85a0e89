import { LAYER_ETHERTYPE } from '../layers.ts';
import { OK, type Outcome, short } from '../outcome.ts';
import type { Packet } from '../packet.ts';
import { decodeEtherType } from './ethertype.ts';

/** Tag control byte: secure channel id present; encrypted; changed text. */
const SCI_PRESENT = 0x20;
const PROTECTED = 0x0c;
/** Tag control 1, short length 1, packet number 4; the channel id adds 8. */
const SEC_TAG_BYTES = 6;
const SCI_BYTES = 8;
const ICV_BYTES = 16;

/** MACsec (IEEE 802.1AE §9): with integrity only, the frame stands in clear between the tag and the check value. */
export function decodeMacsec(
  view: DataView,
  at: number,
  end: number,
  declaredEnd: number,
  packet: Packet,
): Outcome {
  packet.layer = LAYER_ETHERTYPE;
  if (at >= end) return short(at + SEC_TAG_BYTES, declaredEnd);
  const control = view.getUint8(at);
  if ((control & PROTECTED) !== 0) return OK;
  const next = at + SEC_TAG_BYTES + ((control & SCI_PRESENT) !== 0 ? SCI_BYTES : 0);
  if (next + 2 > end) return short(next + 2, declaredEnd);
  const checkAt = Math.max(next + 2, declaredEnd - ICV_BYTES);
  return decodeEtherType(view, next + 2, Math.min(end, checkAt), checkAt, view.getUint16(next), packet);
}
