import { say, type Value } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';

/** Where a link type (LINKTYPE_ value) keeps what filters look at; offsets from the frame's first byte. */
export interface LinkLayout {
  readonly linkType: number;
  /** `null`: the payload is IP, and its version nibble says which. */
  readonly etherTypeAt: number | null;
  readonly payloadAt: number;
  /** Destination MAC, then source MAC; `null`: not there. */
  readonly macsAt: number | null;
  /** VLAN tags stand between addresses and payload. */
  readonly hasTags: boolean;
}

const LAYOUTS: readonly (LinkLayout & { readonly name: Value })[] = [
  { linkType: 1, name: 'Ethernet', etherTypeAt: 12, payloadAt: 14, macsAt: 0, hasTags: true },
  {
    linkType: 101,
    name: say('filter.raw-ip'),
    etherTypeAt: null,
    payloadAt: 0,
    macsAt: null,
    hasTags: false,
  },
  { linkType: 113, name: 'Linux cooked', etherTypeAt: 14, payloadAt: 16, macsAt: null, hasTags: false },
  { linkType: 276, name: 'Linux cooked v2', etherTypeAt: 0, payloadAt: 20, macsAt: null, hasTags: false },
];

/** Throws an `InputError` for link types that filters cannot be compiled for. */
export function linkLayout(linkType: number): LinkLayout {
  const layout = LAYOUTS.find((candidate) => candidate.linkType === linkType);
  if (layout === undefined) {
    const known = LAYOUTS.map(({ name, linkType: id }) => say('filter.known-link', { name, type: id }));
    throw new ReadingRefusal(say('filter.link', { type: linkType, known }));
  }
  return layout;
}

/** What people call it, for messages. */
export function linkName(linkType: number): Value {
  return (
    LAYOUTS.find((layout) => layout.linkType === linkType)?.name ??
    say('filter.link-type', { type: linkType })
  );
}
