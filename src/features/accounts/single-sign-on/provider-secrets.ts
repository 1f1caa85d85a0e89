import type { Secret } from '../../../base/secret.ts';

/** Client secrets of identity providers: where the platform's secrets are. */
export interface ProviderSecrets {
  get(name: string): Promise<Secret | null>;
  set(name: string, secret: Secret): Promise<void>;
  remove(name: string): Promise<boolean>;
}

export const secretNameOf = (providerId: string): string => `provider/${providerId}`;
