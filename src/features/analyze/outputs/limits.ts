import type { Limits } from '../../../model/analysis.ts';
import type { Lang } from './text/lang.ts';
import { formatBytes, formatCount } from './text/numbers.ts';
import { word } from './text/words.ts';

/** One sentence per bound that was reached and what it cost; none in an ordinary run. */
export function limitSentences(limits: Limits, lang: Lang): string[] {
  const count = (n: number): string => formatCount(n, lang);
  const sentences: string[] = [];
  if (limits.flowOverflowPackets > 0) {
    sentences.push(
      word('limits.flows', lang, {
        max: count(limits.maxFlows),
        packets: count(limits.flowOverflowPackets),
        bytes: formatBytes(limits.flowOverflowBytes, lang),
      }),
    );
  }
  if (limits.conversationsDropped > 0) {
    sentences.push(word('limits.dropped', lang, { n: count(limits.conversationsDropped) }));
  }
  if (limits.macsDropped > 0) {
    sentences.push(word('limits.macs', lang, { n: count(limits.macsDropped), max: count(limits.maxMacs) }));
  }
  if (limits.addressesDropped > 0) {
    const max = count(limits.maxAddresses);
    sentences.push(word('limits.addresses', lang, { n: count(limits.addressesDropped), max }));
  }
  if (limits.sightingsDropped > 0) {
    sentences.push(word('limits.sightings', lang, { n: count(limits.sightingsDropped) }));
  }
  return sentences;
}
