interface ProtocolNameProps {
  readonly protocol: string;
  /** What was recognised inside; `null`: nothing. */
  readonly app: string | null;
}

/** `s7comm over tcp`, in the names of the field (Wireshark's display filters). */
export function ProtocolName({ protocol, app }: ProtocolNameProps) {
  if (app === null) return <span className="font-mono text-xs">{protocol}</span>;
  return (
    <span className="font-mono text-xs">
      {app}
      <span className="text-muted"> / {protocol}</span>
    </span>
  );
}
