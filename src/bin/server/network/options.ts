/** Everything that `vigie server` is told about the network, checked. */
import type { Cidr } from '../../../base/cidr.ts';

export type TlsOptions =
  | { readonly kind: 'files'; readonly certFile: string; readonly keyFile: string }
  | { readonly kind: 'self-signed' }
  | {
      readonly kind: 'acme';
      readonly domains: readonly string[];
      readonly email: string | null;
      readonly directory: string;
    };

export interface NetworkOptions {
  /** `null`: plain HTTP. */
  readonly tls: TlsOptions | null;
  /** Of plain HTTP that only says where HTTPS is; `null`: none. */
  readonly redirectPort: number | null;
  /** Without path: `https://vigie.example`. */
  readonly publicUrl: URL | null;
  readonly trustedProxies: readonly Cidr[];
  /** Empty: everybody may connect. */
  readonly allow: readonly Cidr[];
  /** Special ranges that Vigie's own requests may go to. */
  readonly outgoingAllow: readonly Cidr[];
}
