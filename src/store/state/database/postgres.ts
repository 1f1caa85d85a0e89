import pg from 'pg';
import { type Connection, INT8_OID, type Queries } from './connection.ts';

const MAX_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A pool on a PostgreSQL server (14 or later). A connection that breaks while idle is replaced at the next query, which
 * then tells what is wrong.
 */
export function openPostgres(url: string): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'vigie',
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener the process would end.
  pool.on('error', () => {});
  const over = (runner: pg.Pool | pg.PoolClient): Queries => ({
    query: async <Row>(sql: string, params: readonly unknown[] = []) =>
      (await runner.query(sql, [...params])).rows as Row[],
  });
  return {
    kind: 'postgres',
    ...over(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        const result = await work({
          ...over(client),
          script: async (sql) => {
            await client.query(sql);
          },
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((reason: Error) => {
          broken = reason;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    tidy: async () => {},
    close: () => pool.end(),
  };
}
