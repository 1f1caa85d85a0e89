/** What lies over the page. */
export const POPUP =
  'appear z-50 rounded-md border bg-panel py-1 text-sm shadow-lg shadow-black/5 outline-none';
