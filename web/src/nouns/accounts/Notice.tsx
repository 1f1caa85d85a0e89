import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';

/** Why a form was not taken, beside its button; read aloud when it appears. */
export function Notice({ children }: { readonly children: ReactNode }) {
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded-md border border-critical/40 bg-panel px-3 py-2 text-sm"
    >
      <CircleX size={16} aria-hidden className="mt-0.5 shrink-0 text-critical" />
      <div className="min-w-0 grow">{children}</div>
    </div>
  );
}
