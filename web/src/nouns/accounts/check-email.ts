const LONGEST = 254;

/** As the server judges it. */
export const isEmail = (text: string): boolean =>
  text.trim().length <= LONGEST && /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+$/.test(text.trim());
