import type { Finding, Severity } from '../../model/analysis.ts';
import { cleanText } from './json.ts';
import type { OrgConnection } from './org-queries.ts';

export interface StoredFinding extends Finding {
  readonly captureId: string;
  readonly captureName: string;
  /** From 1, as in the capture's own list. */
  readonly position: number;
}

export interface FindingFilter {
  readonly captureId?: string;
  /** Of captures of this site. */
  readonly siteId?: string;
  readonly severities?: readonly Severity[];
  /** 1 to 1,000, which is the default too. */
  readonly limit?: number;
}

/** What deserves a look, in all captures of one organisation. */
export interface Findings {
  /** The gravest first, then the newest capture. */
  list(filter?: FindingFilter): Promise<StoredFinding[]>;
  /** How many there are, however many are listed. */
  count(filter?: Pick<FindingFilter, 'captureId' | 'siteId'>): Promise<number>;
}

const MOST_FINDINGS = 1000;

export function createFindings(org: OrgConnection): Findings {
  return {
    list: ({ captureId, siteId, severities, limit = MOST_FINDINGS } = {}) =>
      org.query(
        `SELECT f.capture_id AS "captureId", c.name AS "captureName", f.position, f.kind, f.severity, f.message,
           f.evidence, f.params
         FROM findings f JOIN captures c ON c.org_id = f.org_id AND c.capture_id = f.capture_id
         WHERE f.org_id = $1 AND ($2::text IS NULL OR f.capture_id = $2)
           AND ($3::text[] IS NULL OR f.severity = ANY($3::text[])) AND ($5::text IS NULL OR c.site_id = $5)
         ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low', 'info'], f.severity),
           c.created_at DESC, f.capture_id, f.position
         LIMIT $4`,
        [
          captureId === undefined ? null : cleanText(captureId),
          severities ?? null,
          Math.min(limit, MOST_FINDINGS),
          siteId === undefined ? null : cleanText(siteId),
        ],
      ),
    async count({ captureId, siteId } = {}) {
      const [{ total }] = await org.query<{ total: number }>(
        `SELECT count(*)::int AS total FROM findings f
         WHERE f.org_id = $1 AND ($2::text IS NULL OR f.capture_id = $2)
           AND ($3::text IS NULL OR f.capture_id IN
             (SELECT p.capture_id FROM captures p WHERE p.org_id = $1 AND p.site_id = $3))`,
        [
          captureId === undefined ? null : cleanText(captureId),
          siteId === undefined ? null : cleanText(siteId),
        ],
      );
      return total;
    },
  };
}
