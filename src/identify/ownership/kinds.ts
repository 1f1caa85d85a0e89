/** What a binding is. Imports nothing, as tables/layout.ts. */

/** It sent nothing from the address. */
export const NONE = 0;
export const OWN = 1;
export const BEHIND = 2;
/** Sent with an initial hop limit: own, unless there are many. */
export const LIKELY_OWN = 3;
/** Own, unless the interface turns out to be a gateway. */
export const UNCLEAR = 4;
/** Sent from a virtual router MAC in its protocol's hellos: the address of one of the routers that share it. */
export const SHARED = 5;
