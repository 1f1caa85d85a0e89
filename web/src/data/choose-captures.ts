import { addUploads } from './uploads.ts';

/** What captures are usually called; anything else can be chosen too. */
export const CAPTURE_NAMES = '.pcap,.pcapng,.cap,.dmp,.gz,.zst,application/vnd.tcpdump.pcap';

/** Lets the user pick captures, and uploads them; `chosen` is called then. Call it from a click or a key. */
export function chooseCaptures(chosen?: () => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = CAPTURE_NAMES;
  input.addEventListener('change', () => {
    addUploads(input.files ?? []);
    chosen?.();
  });
  input.click();
}
