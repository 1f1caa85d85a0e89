import { EXIT } from '../base/errors.ts';
import { auditLines } from './cli/audit-text.ts';
import type { AuditCommand } from './cli/command.ts';
import { ask } from './control/ask.ts';
import { storedFolder } from './stored-folder.ts';

/**
 * `vigie audit verify`, of a running server or of its data folder: exit 0 when nothing was changed, 1 when something was.
 * Throws InputError when it could not be read.
 */
export async function runAudit({ data, json, lang }: AuditCommand): Promise<number> {
  const report = await ask(storedFolder(data), 'audit.verify', {});
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : auditLines(report, lang));
  return report.isSound ? EXIT.ok : EXIT.failure;
}
