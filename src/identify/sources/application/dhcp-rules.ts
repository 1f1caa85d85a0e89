import type { AttributeName } from '../../sighting.ts';

/** What a vendor class tells beyond itself. */
export interface VendorClassFact {
  readonly attribute: AttributeName;
  readonly value: string;
  readonly confidence: number;
}

type Rule = readonly [pattern: RegExp, facts: (match: RegExpExecArray) => readonly VendorClassFact[]];

const fact = (attribute: AttributeName, value: string | undefined, confidence: number): VendorClassFact[] =>
  value === undefined || value === '' ? [] : [{ attribute, value, confidence }];

const phone = (vendor: string, model: string | undefined) => [
  ...fact('vendor', vendor, 0.9),
  ...fact('model', model, 0.85),
  ...fact('role', 'phone', 0.9),
];
const accessPoint = (vendor: string, model: string | undefined) => [
  ...fact('vendor', vendor, 0.9),
  ...fact('model', model, 0.85),
  ...fact('role', 'access-point', 0.9),
];

/** Option 60 of well-known clients. The first that matches counts; each stands for what the client's maker chose. */
const VENDOR_CLASSES: readonly Rule[] = [
  [/^MSFT 5\.0 XBOX/, () => fact('model', 'Xbox', 0.85)],
  [/^MSFT 98/, () => fact('os', 'Windows 98 or Me', 0.85)],
  [/^MSFT \d/, () => fact('os', 'Windows', 0.85)],
  [/^android-dhcp-(\d+(?:\.\d+)*)/, ([, version]) => fact('os', `Android ${version}`, 0.9)],
  // dhcpcd 6 and later: version, kernel name and release, machine, platform.
  [
    /^dhcpcd-[\w.-]+:(Linux|FreeBSD|NetBSD|OpenBSD|DragonFly)-([^:]+)/,
    ([, kernel, release]) => fact('os', `${kernel} ${release}`, 0.9),
  ],
  [/^udhcpc? \d/, () => fact('os', 'Linux (embedded)', 0.7)],
  [/^AAPLBSDPC/, () => [...fact('vendor', 'Apple', 0.9), ...fact('os', 'macOS', 0.8)]],
  [/^Cisco Systems, Inc\. IP Phone (\S+)?/, ([, model]) => phone('Cisco', model)],
  [/^Cisco AP (\S+)/, ([, model]) => accessPoint('Cisco', model)],
  [/^(?:ciscopnp|Cisco Systems)/, () => fact('vendor', 'Cisco', 0.85)],
  [/^ArubaAP/, () => accessPoint('Aruba', undefined)],
  [/^Polycom-(\S+)/, ([, model]) => phone('Polycom', model)],
  [/^yealink/i, () => phone('Yealink', undefined)],
  [
    /^Hewlett-Packard JetDirect/,
    () => [...fact('vendor', 'Hewlett-Packard', 0.9), ...fact('role', 'printer', 0.9)],
  ],
  // Zero-touch provisioning: maker, model, hardware revision, serial number.
  [
    /^Arista(?:;([^;]*);[^;]*;([^;]*))?$/,
    ([, model, serial]) => [
      ...fact('vendor', 'Arista', 0.9),
      ...fact('model', model, 0.9),
      ...fact('serial', serial, 0.9),
    ],
  ],
  [/^Juniper[-:]/, () => fact('vendor', 'Juniper', 0.9)],
  [/^ubnt/, () => fact('vendor', 'Ubiquiti', 0.9)],
];

/**
 * Option 55 in the order asked. Only lists of systems that send the same one on every machine; a Windows
 * server sends that of the desktop release made with it, hence `family`.
 */
const FINGERPRINTS: Readonly<Record<string, string>> = {
  '1,3,6,15,31,33,43,44,46,47,119,121,249,252': 'Windows 10 or later',
  '1,15,3,6,44,46,47,31,33,121,249,252,43': 'Windows 7 or 8 family',
  '1,15,3,6,44,46,47,31,33,121,249,43': 'Windows Vista family',
  '1,15,3,6,44,46,47,31,33,121,249,43,252': 'Windows Vista, 7 or 8 family', // of its INFORM
  '1,15,3,6,44,46,47,31,33,249,43': 'Windows XP family',
  '1,121,3,6,15,119,252,95,44,46': 'macOS',
  '1,121,3,6,15,108,114,119,252,95,44,46': 'macOS',
  '1,121,3,6,15,119,252': 'iOS, tvOS or watchOS',
};

/** What the maker's vendor class (option 60) says of the client; `[]` when it is not known. */
export function vendorClassFacts(vendorClass: string): readonly VendorClassFact[] {
  for (const [pattern, facts] of VENDOR_CLASSES) {
    const match = pattern.exec(vendorClass);
    if (match !== null) return facts(match);
  }
  return [];
}

/** The operating system that asks for exactly these parameters in this order; `null` when it is not known. */
export function fingerprintOs(fingerprint: string): string | null {
  return Object.hasOwn(FINGERPRINTS, fingerprint) ? FINGERPRINTS[fingerprint] : null;
}
