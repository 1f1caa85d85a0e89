/** Certificates (RFC 5280) that we sign ourselves, and requests for others to sign (RFC 2986). ECDSA with P-256 and SHA-256. */
import { createPrivateKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { formatAddress, isIpv4, parseAddress } from '../../base/cidr.ts';
import {
  bits,
  explicit,
  implicit,
  integer,
  objectId,
  octets,
  pem,
  sequence,
  setOf,
  tagged,
  time,
  utf8,
  yes,
} from './der.ts';

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  extensionRequest: '1.2.840.113549.1.9.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;
const SERIAL_BYTES = 16;
/** RFC 5280, upper bound of a common name. */
const LONGEST_COMMON_NAME = 64;

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface CertificateOptions {
  /** Names in the DNS and addresses as text; at least one. The first is the common name too, where it fits. */
  readonly names: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/**
 * PEM of a certificate for a server that vouches for itself. It is no authority: whoever trusts it trusts this server, and
 * its key on our disk can sign for nobody else.
 */
export function selfSigned(keys: KeyPair, { names, notBeforeMs, notAfterMs }: CertificateOptions): string {
  const name = commonName(names);
  const toBeSigned = sequence(
    explicit(0, integer(Uint8Array.of(2))),
    integer(serial()),
    algorithm(),
    name,
    sequence(time(notBeforeMs), time(notAfterMs)),
    name,
    publicKeyInfo(keys),
    explicit(
      3,
      sequence(
        extension(OID.basicConstraints, true, sequence()),
        // digitalSignature.
        extension(OID.keyUsage, true, bits(Uint8Array.of(0b1000_0000), 7)),
        extension(OID.extendedKeyUsage, false, sequence(objectId(OID.serverAuth))),
        extension(OID.subjectAltName, false, alternativeNames(names)),
      ),
    ),
  );
  return pem('CERTIFICATE', signed(toBeSigned, keys));
}

/** DER of a certification request for these names. */
export function certificateRequest(keys: KeyPair, names: readonly string[]): Uint8Array {
  const toBeSigned = sequence(
    integer(Uint8Array.of(0)),
    commonName(names),
    publicKeyInfo(keys),
    explicit(
      0,
      sequence(
        objectId(OID.extensionRequest),
        setOf(sequence(extension(OID.subjectAltName, false, alternativeNames(names)))),
      ),
    ),
  );
  return signed(toBeSigned, keys);
}

/** What a certificate says of itself. Throws when the text is none. */
export interface CertificateFacts {
  /** Names and addresses, in lower case; a name may begin with `*.`. */
  readonly names: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SHA-256, `AB:CD:…`, as browsers show it. */
  readonly fingerprint: string;
}

export function certificateFacts(text: string): CertificateFacts {
  const certificate = new X509Certificate(text);
  const names = [...(certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)];
  return {
    names: names.map(([, name]) => canonical(name)),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
    fingerprint: certificate.fingerprint256,
  };
}

/** Whether this is the key of that certificate. False too when one of them is none. */
export function isPair({ key, cert }: { readonly key: string; readonly cert: string }): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** One writing of a name or an address. */
export function canonical(name: string): string {
  const address = parseAddress(name);
  return address === null ? name.toLowerCase() : formatAddress(address);
}

const algorithm = () => sequence(objectId(OID.ecdsaWithSha256));

const publicKeyInfo = ({ publicKey }: KeyPair): Uint8Array =>
  new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));

function signed(toBeSigned: Uint8Array, { privateKey }: KeyPair): Uint8Array {
  return sequence(toBeSigned, algorithm(), bits(new Uint8Array(sign('sha256', toBeSigned, privateKey))));
}

function commonName([first]: readonly string[]): Uint8Array {
  if (first.length > LONGEST_COMMON_NAME) return sequence();
  return sequence(setOf(sequence(objectId(OID.commonName), utf8(first))));
}

/** Positive, and with as much chance in it as RFC 5280 §4.1.2.2 allows and the rules of browsers ask for. */
function serial(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(SERIAL_BYTES));
  bytes[0] = (bytes[0] & 0x7f) | 0x40;
  return bytes;
}

const extension = (id: string, isCritical: boolean, value: Uint8Array): Uint8Array =>
  sequence(objectId(id), ...(isCritical ? [yes()] : []), octets(value));

function alternativeNames(names: readonly string[]): Uint8Array {
  return sequence(
    ...names.map((name) => {
      const address = addressBytes(name);
      return address === null ? implicit(2, new TextEncoder().encode(name)) : tagged(0x87, address);
    }),
  );
}

/** 4 or 16 bytes in network order; `null` for a name. */
function addressBytes(name: string): Uint8Array | null {
  const address = parseAddress(name);
  if (address === null) return null;
  const bytes = Uint8Array.from(address.flatMap((group) => [group >> 8, group & 255]));
  return isIpv4(address) ? bytes.slice(12) : bytes;
}
