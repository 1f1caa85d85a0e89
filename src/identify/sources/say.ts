import type { AttributeName, IdentitySink, Seen, Subject } from '../sighting.ts';

/** Longer values are cut: a stranger decides their length. */
const MAX_VALUE = 512;

/** `attribute` is said to be `value`; `null` and blank values are not passed on. Confidence as in Sighting. */
export type Say = (
  attribute: AttributeName,
  value: string | null,
  confidence: number,
  source: string,
) => void;

/** Sightings about one subject, made at one place of the capture. */
export function about(subject: Subject, seen: Seen, sink: IdentitySink): Say {
  return (attribute, value, confidence, source) => {
    const text = value === null ? '' : value.trim().slice(0, MAX_VALUE);
    if (text === '') return;
    sink.sight({ subject, attribute, value: text, confidence, source, at: seen.at, packet: seen.packet });
  };
}
