/** Hexadecimal prefix of 6, 7 or 9 digits → organisation and address; see src/identify/vendor.ts for the result. */
export function encodeOui(entries: Readonly<Record<string, string>>): Uint8Array;
/** Writes the table made from the installed `oui-data` package. */
export function buildOui(outFile: string): void;
