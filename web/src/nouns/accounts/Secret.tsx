import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyBlock } from '../CopyBlock.tsx';

/** Something that is said once: a token, a link. */
export function Secret({ title, text, note }: { title: string; text: string; note: ReactNode }) {
  return (
    <div className="flex flex-col gap-3 pt-2">
      <p className="flex items-start gap-2 text-sm">
        <ShieldAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-medium" />
        <span>{note}</span>
      </p>
      <CopyBlock title={title} text={text} />
    </div>
  );
}
