import type { Kernel } from '../../../flows/kernel/kernel.ts';
import { etherTypeOf, ipProtocolOf } from '../../../flows/layout.ts';
import type { Inventory } from '../../../identify/inventory.ts';
import type { NameTable } from './names.ts';
import type { ProtocolCounter } from './protocols.ts';

export interface BulkFoldOptions {
  readonly kernel: Kernel;
  readonly apps: NameTable;
  readonly inventory: Inventory;
  readonly protocols: ProtocolCounter;
}

/** Conversations that the kernel tells the inventory of, instead of the engine. */
export class BulkFold {
  readonly #options: BulkFoldOptions;

  constructor(options: BulkFoldOptions) {
    this.#options = options;
  }

  /** Before the first slot: the kernel learns what the applications are that were found. */
  begin(): void {
    const { kernel, apps, inventory } = this.#options;
    for (let app = 1; app <= apps.size; app++) {
      const name = apps.name(app);
      if (name !== null) kernel.folding.setService(app, inventory.serviceOf(name));
    }
  }

  /** Folds slots from `slot` on. Returns the first that is left to the engine, `end` when there is none. */
  from(slot: number, end: number): number {
    return this.#options.kernel.fold(slot, end);
  }

  /** Behind the last slot: what ran over what is counted. */
  end(): void {
    const { kernel, apps, protocols } = this.#options;
    for (const { protocol, app, isTagged, packets, bytes } of kernel.folding.takeTotals()) {
      protocols.addAlike({
        // Without both MACs the kernel leaves a conversation to the engine.
        isEthernet: true,
        isTagged,
        etherType: etherTypeOf(protocol),
        ipProtocol: ipProtocolOf(protocol),
        app: apps.name(app),
        packets,
        bytes,
      });
    }
  }
}
