/** The organisation that this tab shows. Another tab of the same browser may show another. */
let shown: string | null = null;

/** `null` until the session is known: the server chooses. */
export const shownOrganisation = (): string | null => shown;

/** What is asked from now on is asked of this one. `session.ts` remembers it for reloads. */
export function setShownOrganisation(id: string | null): void {
  shown = id;
}
