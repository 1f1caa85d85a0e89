import { Copyable } from '../Copyable.tsx';
import { PageLink } from '../PageLink.tsx';

interface AddressProps {
  /** An IP address or MAC. */
  readonly text: string;
  readonly port?: number | null;
  /** Whose it is; the address is then the link to it. */
  readonly device?: string | null;
  /** Said after it. */
  readonly name?: string | null;
}

/** Copyable, linked to its device, followed by the name. */
export function Address({ text, port = null, device = null, name = null }: AddressProps) {
  const bracketed = port !== null && text.includes(':') ? `[${text}]` : text;
  const shown = port === null ? text : `${bracketed}:${port}`;
  const code = <code className="font-mono text-xs">{shown}</code>;
  return (
    <span className="inline-flex max-w-full min-w-0 items-baseline gap-2">
      <Copyable text={text}>
        {device === null ? (
          code
        ) : (
          <PageLink
            to="/devices/$id"
            params={{ id: device }}
            onClick={(event) => event.stopPropagation()}
            className="hover:underline"
          >
            {code}
          </PageLink>
        )}
      </Copyable>
      {name === null ? null : <span className="truncate text-sm text-muted">{name}</span>}
    </span>
  );
}
