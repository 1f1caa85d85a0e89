/** The tables of the sign-in library (better-auth), as rows that it asks for by field. */
import type { Connection } from '../database/connection.ts';
import { type ChangeAccounts, personTarget } from './account-change.ts';

/** Values as the library has them: instants are `Date`. */
export type AuthRow = Readonly<Record<string, unknown>>;

export interface AuthCondition {
  readonly field: string;
  readonly operator?:
    | 'eq'
    | 'ne'
    | 'lt'
    | 'lte'
    | 'gt'
    | 'gte'
    | 'in'
    | 'not_in'
    | 'contains'
    | 'starts_with'
    | 'ends_with'
    | undefined;
  readonly value: unknown;
  readonly connector?: 'AND' | 'OR' | undefined;
  readonly mode?: 'sensitive' | 'insensitive' | undefined;
}

export interface AuthQuery {
  readonly where: readonly AuthCondition[];
  readonly limit?: number;
  readonly offset?: number;
  readonly sortBy?: { readonly field: string; readonly direction: 'asc' | 'desc' };
}

export interface AuthRows {
  create(model: string, row: AuthRow): Promise<AuthRow>;
  find(model: string, query: AuthQuery): Promise<AuthRow[]>;
  count(model: string, where: readonly AuthCondition[]): Promise<number>;
  /** The rows as they are afterwards. */
  update(model: string, where: readonly AuthCondition[], change: AuthRow): Promise<AuthRow[]>;
  /** The rows that were there; with `most`, no more than that many, each to one caller only. */
  remove(model: string, where: readonly AuthCondition[], most?: number): Promise<AuthRow[]>;
  /** Adds to numbers of one row, if there is one that meets the conditions; `null` if not. */
  increment(
    model: string,
    where: readonly AuthCondition[],
    by: Readonly<Record<string, number>>,
    set: AuthRow,
  ): Promise<AuthRow | null>;
}

/** Models of the library and their tables; the columns are the fields in snake case. */
const TABLES: Readonly<Record<string, string>> = {
  user: 'users',
  session: 'sessions',
  account: 'accounts',
  verification: 'verifications',
};
const COMPARE = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** `changed` hears of every write before it is answered: what was remembered of these tables is void. */
export function createAuthRows(
  connection: Connection,
  change: ChangeAccounts,
  changed: () => void,
): AuthRows {
  const write = async (sql: string, params: readonly unknown[]): Promise<AuthRow[]> =>
    (await connection.query<AuthRow>(sql, params).finally(changed)).map(fromColumns);

  return {
    async create(model, row) {
      const fields = Object.entries(row).filter(([, value]) => value !== undefined);
      const columns = fields.map(([field]) => column(field)).join(', ');
      const places = fields.map((_, index) => `$${index + 1}`).join(', ');
      const sql = `INSERT INTO ${table(model)} (${columns}) VALUES (${places}) RETURNING *`;
      const params = fields.map(([, value]) => value);
      if (model !== 'session') return (await write(sql, params))[0];
      // That somebody came in, and that it is written down, is one thing.
      return change(async (queries) => {
        const [made] = (await queries.query<AuthRow>(sql, params)).map(fromColumns);
        const target = await personTarget(queries, String(made.userId));
        const from = typeof made.ipAddress === 'string' && made.ipAddress !== '' ? made.ipAddress : null;
        const actor = { kind: 'session', id: target.id, label: target.label ?? '', from } as const;
        await queries.record({ action: 'session.started', target }, actor);
        return made;
      });
    },
    async find(model, { where, limit, offset, sortBy }) {
      const params: unknown[] = [];
      const order = sortBy === undefined ? '' : ` ORDER BY ${column(sortBy.field)} ${sortBy.direction}`;
      const most = limit === undefined ? '' : ` LIMIT ${Math.trunc(limit)}`;
      const skip = offset === undefined ? '' : ` OFFSET ${Math.trunc(offset)}`;
      const rows = await connection.query<AuthRow>(
        `SELECT * FROM ${table(model)}${conditions(where, params)}${order}${most}${skip}`,
        params,
      );
      return rows.map(fromColumns);
    },
    async count(model, where) {
      const params: unknown[] = [];
      const [{ rows }] = await connection.query<{ rows: number }>(
        `SELECT count(*) AS rows FROM ${table(model)}${conditions(where, params)}`,
        params,
      );
      return rows;
    },
    async update(model, where, change) {
      const fields = Object.entries(change).filter(([, value]) => value !== undefined);
      if (fields.length === 0) return this.find(model, { where });
      const params = fields.map(([, value]) => value);
      const set = fields.map(([field], index) => `${column(field)} = $${index + 1}`).join(', ');
      return write(`UPDATE ${table(model)} SET ${set}${conditions(where, params)} RETURNING *`, params);
    },
    async remove(model, where, most) {
      const params: unknown[] = [];
      const which = conditions(where, params);
      // The row lock makes a second caller wait, and then find nothing.
      const rows =
        most === undefined
          ? which
          : ` WHERE id IN (SELECT id FROM ${table(model)}${which} LIMIT ${Math.trunc(most)} FOR UPDATE)`;
      return write(`DELETE FROM ${table(model)}${rows} RETURNING *`, params);
    },
    async increment(model, where, by, set) {
      const params: unknown[] = [];
      const added = Object.entries(by).map(
        ([field, delta]) => `${column(field)} = ${column(field)} + $${params.push(delta)}`,
      );
      const given = Object.entries(set).map(([field, value]) => `${column(field)} = $${params.push(value)}`);
      const one = `SELECT id FROM ${table(model)}${conditions(where, params)} LIMIT 1 FOR UPDATE`;
      const [row] = await write(
        `UPDATE ${table(model)} SET ${[...added, ...given].join(', ')} WHERE id IN (${one}) RETURNING *`,
        params,
      );
      return row ?? null;
    },
  };
}

function table(model: string): string {
  const name = TABLES[model];
  if (name === undefined) throw new Error(`${model}: no table is kept for it`);
  return name;
}

/** `userId` is `user_id`. Throws on what is no name: fields become SQL. */
function column(field: string): string {
  if (!/^[a-z][A-Za-z0-9]*$/.test(field)) throw new Error(`${JSON.stringify(field)}: no name of a field`);
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function fromColumns(row: AuthRow): AuthRow {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    fields[name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  return fields;
}

/** All of the ANDs, and one of the ORs if there are any: as the library's own adapters read a list. */
function conditions(where: readonly AuthCondition[], params: unknown[]): string {
  if (where.length === 0) return '';
  const text = (connector: 'AND' | 'OR') =>
    where.filter((each) => (each.connector ?? 'AND') === connector).map((each) => condition(each, params));
  const all = text('AND');
  const some = text('OR');
  if (some.length > 0) all.push(`(${some.join(' OR ')})`);
  return ` WHERE ${all.join(' AND ')}`;
}

function condition({ field, operator = 'eq', value, mode }: AuthCondition, params: unknown[]): string {
  const isText = typeof value === 'string';
  const fold = mode === 'insensitive' && isText ? (sql: string) => `lower(${sql})` : (sql: string) => sql;
  const left = fold(column(field));
  if (value === null && operator === 'eq') return `${left} IS NULL`;
  if (value === null && operator === 'ne') return `${left} IS NOT NULL`;
  switch (operator) {
    case 'in':
      return `${left} = ANY($${params.push(value)})`;
    case 'not_in':
      return `${left} <> ALL($${params.push(value)})`;
    case 'contains':
      return `strpos(${left}, ${fold(`$${params.push(value)}::text`)}) > 0`;
    case 'starts_with':
      return `starts_with(${left}, ${fold(`$${params.push(value)}::text`)})`;
    case 'ends_with':
      return `right(${left}, length($${params.push(value)}::text)) = ${fold(`$${params.length}::text`)}`;
    default:
      return `${left} ${COMPARE[operator]} ${isText ? fold(`$${params.push(value)}::text`) : `$${params.push(value)}`}`;
  }
}
