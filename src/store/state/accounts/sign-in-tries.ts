import { createHash } from 'node:crypto';
import type { Connection } from '../database/connection.ts';

/** From which wrong try in a row (2 at least) nothing is tried for a while: `firstMs`, twice as long each time, `mostMs` at most. */
export interface BackOff {
  readonly from: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Whose tries: a person's, or those of an email that nobody has. */
export type Subject = { readonly userId: string } | { readonly email: string };

export interface Try {
  /** False: nothing is tried before `lockedUntil`. */
  readonly isAllowed: boolean;
  /** In a row, this one among them. */
  readonly wrong: number;
  readonly lockedUntil: Date | null;
}

/** Wrong passwords and codes in a row. What is remembered of sessions stays good throughout. */
export interface SignInTries {
  /**
   * Counts a try as wrong before it is made: of a hundred at once, no more get through than one after the other would.
   * Costs the same for an email that nobody has.
   */
  begin(subject: Subject, now: Date, backOff: BackOff): Promise<Try>;
  /** It was not wrong, but proves too little to forget the others: takes back what `begin` counted. */
  takeBack(userId: string, lockedUntil: Date | null): Promise<void>;
  /** It was right: nothing was wrong any more. */
  forget(userId: string): Promise<void>;
}

/** Of emails that nobody has: those tried longest ago are forgotten. */
const MOST_UNKNOWN = 10_000;
const TRIM_EVERY = 500;

const NEXT = (table: string) => `CASE WHEN ${table}.failed_sign_ins + 1 < $3::int THEN NULL
  ELSE $2::timestamptz + interval '1 millisecond'
    * least($4::float8 * power(2, least(${table}.failed_sign_ins + 1 - $3::int, 30)), $5::float8) END`;
const RESULT = 'failed_sign_ins AS wrong, locked_until AS "lockedUntil"';

const OF_PERSON = {
  begin: `UPDATE users u SET failed_sign_ins = u.failed_sign_ins + 1, locked_until = ${NEXT('u')}
    WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING ${RESULT}`,
  read: `SELECT ${RESULT} FROM users WHERE id = $1`,
};
const OF_NOBODY = {
  begin: `INSERT INTO unknown_sign_ins AS u (email_hash, failed_sign_ins, locked_until, tried_at)
    VALUES ($1, 1, NULL, $2)
    ON CONFLICT (email_hash) DO UPDATE SET failed_sign_ins = u.failed_sign_ins + 1, locked_until = ${NEXT('u')},
      tried_at = $2
    WHERE u.locked_until IS NULL OR u.locked_until <= $2 RETURNING ${RESULT}`,
  read: `SELECT ${RESULT} FROM unknown_sign_ins WHERE email_hash = $1`,
};

export function createSignInTries(connection: Connection): SignInTries {
  let unknown = 0;

  async function trim(): Promise<void> {
    if (unknown++ % TRIM_EVERY > 0) return;
    await connection.query(
      `DELETE FROM unknown_sign_ins WHERE email_hash IN
         (SELECT email_hash FROM unknown_sign_ins ORDER BY tried_at DESC OFFSET $1)`,
      [MOST_UNKNOWN],
    );
  }

  return {
    async begin(subject, now, { from, firstMs, mostMs }) {
      const isPerson = 'userId' in subject;
      const { begin, read } = isPerson ? OF_PERSON : OF_NOBODY;
      const key = isPerson ? subject.userId : hashOfEmail(subject.email);
      type Row = Omit<Try, 'isAllowed'>;
      const [begun] = await connection.query<Row>(begin, [key, now, from, firstMs, mostMs]);
      if (!isPerson) await trim();
      if (begun !== undefined) return { isAllowed: true, ...begun };
      const [row] = await connection.query<Row>(read, [key]);
      return { isAllowed: false, ...(row ?? { wrong: 0, lockedUntil: null }) };
    },
    async takeBack(userId, lockedUntil) {
      await connection.query(
        `UPDATE users SET failed_sign_ins = greatest(failed_sign_ins - 1, 0),
           locked_until = CASE WHEN locked_until = $2 THEN NULL ELSE locked_until END WHERE id = $1`,
        [userId, lockedUntil],
      );
    },
    async forget(userId) {
      await connection.query('UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1', [
        userId,
      ]);
    },
  };
}

const hashOfEmail = (email: string): string => createHash('sha256').update(email.toLowerCase()).digest('hex');
