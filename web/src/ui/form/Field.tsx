import { Search, X } from 'lucide-react';
import { type ComponentProps, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../class-names.ts';

const INPUT =
  'h-8 w-full min-w-0 rounded-md border bg-panel px-2.5 text-sm placeholder:text-muted disabled:opacity-50 aria-[invalid=true]:border-critical';

interface FieldProps extends ComponentProps<'input'> {
  readonly label: string;
  /** What is wrong with the value. */
  readonly problem?: string | null;
  readonly hint?: string;
}

export function Field({ label, problem = null, hint, className, ...props }: FieldProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <input
        {...props}
        id={id}
        aria-invalid={problem !== null}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        className={cx(INPUT, className)}
      />
      {note === undefined ? null : (
        <p id={`${id}-note`} className={cx('text-xs', problem === null ? 'text-muted' : 'text-critical')}>
          {note}
        </p>
      )}
    </div>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  /** After a short pause in typing. */
  readonly onChange: (value: string) => void;
  /** The best of what is found, at once. */
  readonly onEnter?: (value: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
}

const PAUSE_MS = 200;

/** Finds while it is typed. */
export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, onEnter, placeholder, className } = props;
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  // Not a reason to begin the pause again: pages that follow live are drawn all the time.
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  useEffect(() => {
    // Somebody else changed it: a chip taken away, the button back.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      tell.current(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className={cx('relative', className)}>
      <Search size={14} aria-hidden className="pointer-events-none absolute top-2.25 left-2.5 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter?.(text);
          if (event.key === 'Escape' && text !== '') {
            event.preventDefault();
            setText('');
          }
        }}
        className={cx(INPUT, 'pr-7 pl-8 [&::-webkit-search-cancel-button]:hidden')}
      />
      {text === '' ? null : (
        <button
          type="button"
          aria-label={t('ui.clear')}
          onClick={() => setText('')}
          className="absolute top-1.5 right-1.5 rounded-sm p-0.5 text-muted hover:text-ink"
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
