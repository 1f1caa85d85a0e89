/** What emails and passwords of accounts are, and where signing in may lead, wherever that comes from. */

/** RFC 5321 §4.5.3.1: a path is 256 octets, with its angle brackets. */
export const LONGEST_EMAIL = 254;
/** One address and nothing that lists, comments or quotes are made of. */
export const EMAIL = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+$/;

export const SHORTEST_PASSWORD = 12;
/** More is hashed by nobody: a password of a megabyte is an attack. */
export const LONGEST_PASSWORD = 256;

export const LONGEST_PLACE = 1000;
/** A page of this console, in the ASCII of URLs: never another host (`//there`, `/\\there`), never the API. */
export const PLACE = /^\/(?![/\\]|api\/)[!-[\]-~]*$/;
