interface Called {
  /** `mac-001122334455` or `ip-192.0.2.1`. */
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly ip?: string | null | undefined;
}

/** What a person calls a device: its name, else its address, else the MAC or address that it is known by. */
export function deviceLabel({ id, name, ip }: Called): string {
  return (
    name ||
    ip ||
    id.replace(/^ip-/, '').replace(/^mac-(\w\w)(\w\w)(\w\w)(\w\w)(\w\w)(\w\w)$/, '$1:$2:$3:$4:$5:$6')
  );
}
