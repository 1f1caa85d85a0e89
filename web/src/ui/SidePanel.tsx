import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button.tsx';

interface SidePanelProps {
  readonly title: ReactNode;
  /** Read aloud as the name of the region. */
  readonly label: string;
  /** Beside the title: the link to the full page, actions. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Beside the list, which stays usable; over all of it on a phone. It never takes the focus from the list; Escape, in
 * the panel or in the list, closes it.
 */
export function SidePanel({ title, label, actions, onClose, children }: SidePanelProps) {
  const { t } = useTranslation();
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // What is open over the page is closed first, and a field is only left.
      if (document.querySelector('[role="dialog"],[role="menu"],[role="listbox"]:not([hidden])') !== null)
        return;
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      close.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <aside
      aria-label={label}
      className="appear fixed inset-0 z-30 flex min-h-0 flex-col border-l bg-panel lg:static lg:z-auto lg:w-[400px] lg:shrink-0 lg:rounded-br-md lg:border-y lg:border-r lg:border-l-0 xl:w-[440px]"
    >
      <header className="flex items-center gap-2 border-b py-2 pr-2 pl-4">
        <h2 className="min-w-0 grow truncate">{title}</h2>
        {actions}
        <IconButton icon={X} label={t('ui.close')} size="small" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get into it. */}
      <section className="min-h-0 grow overflow-y-auto p-4" tabIndex={0} aria-label={label}>
        {children}
      </section>
    </aside>
  );
}
