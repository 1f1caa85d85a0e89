import { EMAIL, LONGEST_EMAIL } from '../../../../src/model/account-limits.ts';

/** As the server judges it. */
export const isEmail = (text: string): boolean =>
  text.trim().length <= LONGEST_EMAIL && EMAIL.test(text.trim());
