import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Audit } from '../../store/state/audit/audit.ts';
import type { DeviceDetail } from '../../store/state/devices/device.ts';
import type { DeviceFilter } from '../../store/state/devices/query.ts';
import { auditExportQuery } from '../audit/schemas.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { cmdbQuery } from '../devices/schemas.ts';
import { expectSite, inSite } from '../sites/in-site.ts';
import { AUDIT_COLUMNS, CMDB_COLUMNS, type Columns, FLOW_COLUMNS } from './columns.ts';
import { flowExportQuery } from './schemas.ts';
import { EXPORT_TYPES, type ExportFormat, writeRows } from './write-rows.ts';

const PAGE = 500;
/** In the OpenAPI document. */
const PRODUCES = ['text/csv', 'application/json'];

/** Devices with everything that is known of them, the first seen first: a new one moves nothing. */
async function* allDevices({ state }: Org, filter: DeviceFilter): AsyncGenerator<DeviceDetail> {
  const inOrder = { filter, sort: 'firstSeen', descending: false, limit: PAGE } as const;
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await state.devices.list({ ...inOrder, offset });
    for (const { id } of rows) {
      const device = await state.devices.get(id);
      if (device !== null) yield device;
    }
    if (rows.length < PAGE) return;
  }
}

interface Download<Row> {
  readonly name: string;
  readonly rows: AsyncIterable<Row>;
  readonly columns: Columns<Row>;
  readonly format: ExportFormat;
}

/** The first piece is waited for: what goes wrong until then is still a problem document. */
async function download<Row>(reply: FastifyReply, { name, rows, columns, format }: Download<Row>) {
  const pieces = writeRows(rows, columns, format);
  const first = await pieces.next();
  async function* all() {
    if (first.done !== true) yield first.value;
    yield* pieces;
  }
  return reply
    .type(EXPORT_TYPES[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(Readable.from(all()));
}

/** Whole lists leave the console: that is written down before the first row does. */
function recorded(audit: Audit, id: string, asked: object): Promise<void> {
  return audit.record({ action: 'export.read', target: { kind: 'export', id }, after: asked });
}

export function exportRoutes(app: Api, { backend, org }: ApiContext): void {
  app.get(
    '/export/cmdb',
    { schema: { querystring: cmdbQuery, produces: PRODUCES } },
    async (request, reply) => {
      const { filter, format } = request.query;
      const mine = org(request);
      await expectSite(mine, filter.siteId);
      await recorded(mine.state.audit, 'cmdb', { format, ...filter });
      const rows = allDevices(mine, filter);
      return download(reply, { name: 'vigie-cmdb', rows, columns: CMDB_COLUMNS, format });
    },
  );

  app.get(
    '/export/flows',
    { schema: { querystring: flowExportQuery, produces: PRODUCES } },
    async (request, reply) => {
      const { format, ...filter } = request.query;
      const mine = org(request);
      const asked = await inSite(mine, filter);
      await recorded(mine.state.audit, 'flows', { format, ...filter });
      const rows = mine.telemetry.exportFlows(asked);
      return download(reply, { name: 'vigie-flows', rows, columns: FLOW_COLUMNS, format });
    },
  );

  app.get(
    '/export/audit',
    { schema: { querystring: auditExportQuery, produces: PRODUCES } },
    async (request, reply) => {
      const { filter, format } = request.query;
      const mine = org(request);
      await recorded(mine.state.audit, 'audit', { format, ...filter });
      const rows = mine.state.audit.all(filter);
      return download(reply, { name: 'vigie-audit', rows, columns: AUDIT_COLUMNS, format });
    },
  );

  app.get(
    '/platform/audit/export',
    { schema: { querystring: auditExportQuery, produces: PRODUCES } },
    async (request, reply) => {
      const { filter, format } = request.query;
      const { audit } = backend().state;
      await recorded(audit, 'audit', { format, ...filter });
      const rows = audit.all(filter);
      return download(reply, { name: 'vigie-platform-audit', rows, columns: AUDIT_COLUMNS, format });
    },
  );
}
