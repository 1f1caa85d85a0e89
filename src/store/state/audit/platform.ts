/** The audit log over all organisations: its own chain, and what `vigie audit verify` reads. */
import type { Connection } from '../database/connection.ts';
import { forOrganisation, forPlatform } from '../org-queries.ts';
import { type Audit, createAudit } from './audit.ts';
import { type SignedHead, sign } from './heads.ts';
import type { Ledger } from './ledger.ts';
import { PLATFORM } from './row.ts';
import { type AuditVerdict, verifyChain } from './verify.ts';

export interface PlatformAudit extends Audit {
  /** Every chain there is or was, the platform's first. */
  verifyAll(): AsyncGenerator<AuditVerdict>;
  /** Why the file of heads is not to be believed; `null`: it is. */
  fileProblem(): string | null;
  /** Signs every sound head with the current key; gives how many there were. Done again it changes nothing. */
  signAgain(): Promise<number>;
  /** The file of heads is on the disk, signed with the current key, when it resolves. */
  flush(): Promise<void>;
}

export function createPlatformAudit(connection: Connection, ledger: Ledger): PlatformAudit {
  const platform = forPlatform(connection, ledger);
  const chains = async (): Promise<string[]> => {
    const rows = await connection.query<{ chain: string }>(
      'SELECT org_id AS chain FROM audit_heads UNION SELECT org_id FROM audit_log',
    );
    return [...new Set([PLATFORM, ...ledger.file.chains(), ...rows.map(({ chain }) => chain)])].sort();
  };
  return {
    ...createAudit(platform, ledger),
    async *verifyAll() {
      for (const chain of await chains())
        yield verifyChain(forOrganisation(connection, chain, ledger), ledger);
    },
    fileProblem: () => ledger.file.problem,
    async signAgain() {
      const { keys } = ledger;
      if (keys === null) return 0;
      let signed = 0;
      for (const chain of await chains()) {
        await connection.transaction(async (queries) => {
          const [head] = await queries.query<SignedHead>(
            'SELECT seq, hash, mac, key_id AS "keyId" FROM audit_heads WHERE org_id = $1 FOR UPDATE',
            [chain],
          );
          if (head === undefined || head.keyId === keys.current.id) return;
          // One that is not ours stays without: it must not ask for a key that nobody has.
          const isOurs = ledger.isTrusted(chain, head);
          const again = isOurs ? sign(keys.current, chain, head) : { mac: null, keyId: null };
          await queries.query('UPDATE audit_heads SET mac = $2, key_id = $3 WHERE org_id = $1', [
            chain,
            again.mac,
            again.keyId,
          ]);
          if (isOurs) signed++;
        });
      }
      return signed;
    },
    flush: () => ledger.file.flush(),
  };
}
