/** The only way to read: every table of a statement is held to one organisation, or the statement does not run. */
import type { Engine, QueryParameters, QuerySettings } from '../engine.ts';
import { TelemetryError } from '../errors.ts';

export type OrgReader = <Row>(
  sql: string,
  parameters?: QueryParameters,
  settings?: QuerySettings,
) => Promise<Row[]>;

/** `FROM table(org)`: the table, held to the organisation. Further conditions follow with AND. */
export const ofOrg = (table: string): string => `vigie.${table} WHERE org_id = {org:String}`;

/** Tables that `sql` names without the organisation right behind them. */
export function tablesWithoutOrg(sql: string): string[] {
  return (sql.match(/\bvigie\.\w+(?! WHERE org_id = \{org:String\}(?: |\)|$))\b/gm) ?? []).map((name) =>
    name.slice('vigie.'.length),
  );
}

export function createOrgReader(engine: Engine, org: string): OrgReader {
  return async (sql, parameters = {}, settings = {}) => {
    const open = tablesWithoutOrg(sql);
    if (open.length > 0)
      throw new TelemetryError('invalid', `read of ${open.join(', ')} without an organisation`);
    return engine.query(sql, { ...parameters, org }, settings);
  };
}
