import { PageLink } from '../PageLink.tsx';

interface LinkedTextProps {
  readonly text: string;
  /** Addresses and MACs that may be in it. */
  readonly addresses: readonly string[];
}

/** A sentence of which each address leads to its device. */
export function LinkedText({ text, addresses }: LinkedTextProps) {
  return partsOf(text, addresses).map((part, index) =>
    addresses.includes(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in their order.
      <PageLink key={index} to="/devices" search={{ q: part }} className="text-accent hover:underline">
        <code className="font-mono text-xs">{part}</code>
      </PageLink>
    ) : (
      part
    ),
  );
}

const LETTERS = /[\w.:]/;

/** The text cut before and after each address that stands there as a whole: 192.0.2.1 is not in 192.0.2.10. */
export function partsOf(text: string, addresses: readonly string[]): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const found = addresses.find(
      (it) => it !== '' && text.startsWith(it, at) && !isInside(text, at, at + it.length),
    );
    if (found === undefined) {
      at += 1;
      continue;
    }
    if (at > from) parts.push(text.slice(from, at));
    parts.push(found);
    from = at + found.length;
    at = from;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** Whether an address goes on before or after; a full stop or colon that ends it is none of it. */
function isInside(text: string, start: number, end: number): boolean {
  const after = text.slice(end).match(/^[.:]*(\w?)/)?.[0] ?? '';
  return (start > 0 && LETTERS.test(text[start - 1])) || /\w/.test(after);
}
