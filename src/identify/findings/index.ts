import type { Finding } from '../../model/analysis.ts';
import { compareText, toEvidence, type Where } from '../evidence.ts';
import { duplicateAddress } from './duplicate-address.ts';
import type { FindingDraft, FindingFacts, FindingRule } from './finding-rule.ts';
import { MOST_FINDINGS } from './finding-rule.ts';
import { portScan } from './port-scan.ts';
import { secondDhcpServer } from './second-dhcp-server.ts';

export const FINDING_RULES: readonly FindingRule[] = [duplicateAddress, secondDhcpServer, portScan];

/** What every rule finds, in the order in which it began. */
export function findAll(facts: FindingFacts, where: Where): Finding[] {
  const drafts: FindingDraft[] = [];
  for (const rule of FINDING_RULES) drafts.push(...rule.find(facts).slice(0, MOST_FINDINGS));
  drafts.sort((a, b) => a.at - b.at || compareText(a.kind, b.kind) || compareText(a.message, b.message));
  return drafts.map((draft) => ({
    kind: draft.kind,
    severity: draft.severity,
    message: draft.message,
    evidence: toEvidence(draft.marks, where),
    params: draft.params,
  }));
}
