import type { z } from 'zod';
import type { problemSchema } from '../../../src/api/schemas.ts';

export type ProblemDocument = z.input<typeof problemSchema>;

/** A refusal of the API (docs/api-problems.md), or that it could not be reached (`unreachable`). */
export class ApiProblem extends Error {
  readonly code: string;
  /** 0 when nothing answered. */
  readonly status: number;
  readonly errors: ProblemDocument['errors'];
  /** How long to wait before asking again, when the server said so. */
  readonly retryAfterS: number | null;

  constructor(
    problem: Pick<ProblemDocument, 'code' | 'status' | 'detail'> & Partial<ProblemDocument>,
    retryAfterS: number | null = null,
  ) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.errors = problem.errors ?? [];
    this.retryAfterS = retryAfterS;
  }
}

export function unreachable(cause: unknown): ApiProblem {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ApiProblem({ code: 'unreachable', status: 0, detail });
}

/** The refusal in a body; what is no problem document comes from something between us and the API. */
export function problemOf(status: number, body: unknown, retryAfter: string | null = null): ApiProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') {
    const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
    return new ApiProblem(body as ProblemDocument, Number.isFinite(seconds) ? seconds : null);
  }
  return new ApiProblem({ code: 'unexpected-answer', status, detail: `HTTP ${status}` });
}
