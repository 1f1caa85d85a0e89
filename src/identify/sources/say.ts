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
    if (value !== null) sayOnce(subject, seen, sink, attribute, value, confidence, source);
  };
}

/** The same of a subject of which only this is said. */
export function sayOnce(
  subject: Subject,
  seen: Seen,
  sink: IdentitySink,
  attribute: AttributeName,
  value: string,
  confidence: number,
  source: string,
): void {
  let text = hasBlankEnds(value) ? value.trim() : value;
  if (text.length > MAX_VALUE) text = text.slice(0, MAX_VALUE);
  if (text === '') return;
  sink.sight({ subject, attribute, value: text, confidence, source, at: seen.at, packet: seen.packet });
}

/** Whether `trim` may find something to do: few values have blanks at their ends, or begin or end beyond ASCII. */
function hasBlankEnds(text: string): boolean {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first <= SPACE || first > ASCII || last <= SPACE || last > ASCII;
}

const SPACE = 0x20;
const ASCII = 0x7f;
