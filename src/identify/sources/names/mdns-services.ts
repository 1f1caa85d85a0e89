import type { AttributeName } from '../../sighting.ts';
import type { Say } from '../say.ts';

/** A TXT key and what its value is. */
type Key = readonly [key: string, attribute: AttributeName, confidence: number];

interface ServiceRule {
  /** What offers this service is one. */
  readonly role?: readonly [role: string, confidence: number];
  readonly vendor?: string;
  readonly keys?: readonly Key[];
}

const PRINTER: ServiceRule = {
  role: ['printer', 0.9],
  keys: [
    ['ty', 'model', 0.9],
    ['usb_mfg', 'vendor', 0.8],
    ['note', 'location', 0.7],
  ],
};
const SCANNER: ServiceRule = { keys: [...(PRINTER.keys ?? [])] };
const HOMEKIT: ServiceRule = { role: ['iot', 0.7], keys: [['md', 'model', 0.85]] };

/** By service type without underscore and transport, as registered with IANA or documented by its maker. */
const SERVICES: Readonly<Record<string, ServiceRule>> = {
  ipp: PRINTER,
  ipps: PRINTER,
  printer: PRINTER,
  'pdl-datastream': PRINTER,
  scanner: SCANNER,
  uscan: SCANNER,
  uscans: SCANNER,
  googlecast: {
    role: ['media-player', 0.7],
    keys: [
      ['md', 'model', 0.9],
      ['fn', 'name', 0.6],
    ],
  },
  airplay: {
    keys: [
      ['model', 'model', 0.9],
      ['manufacturer', 'vendor', 0.85],
      ['serialnumber', 'serial', 0.85],
    ],
  },
  raop: { keys: [['am', 'model', 0.85]] },
  'companion-link': { keys: [['rpmd', 'model', 0.85]] },
  'apple-mobdev2': { role: ['mobile', 0.7], vendor: 'Apple' },
  hap: HOMEKIT,
  'axis-video': { role: ['camera', 0.9], vendor: 'Axis' },
  sonos: { role: ['media-player', 0.8], vendor: 'Sonos' },
  hue: { role: ['iot', 0.8], vendor: 'Philips Hue', keys: [['modelid', 'model', 0.85]] },
  esphomelib: { role: ['iot', 0.8] },
  shelly: { role: ['iot', 0.8], vendor: 'Shelly' },
};

/** Category of a HomeKit accessory that is an IP camera (HomeKit Accessory Protocol, table 12-3). */
const HOMEKIT_CAMERA = '17';
/** Darwin's major version and the macOS before 11 that it belongs to differ by this. */
const DARWIN_OF_MACOS_10 = 4;

/** `key=value` strings of a TXT record; the first of a key counts, keys in lower case (RFC 6763 §6.4). */
export function readTxt(strings: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const text of strings) {
    const equals = text.indexOf('=');
    if (equals < 1) continue;
    const key = text.slice(0, equals).toLowerCase();
    if (!pairs.has(key)) pairs.set(key, text.slice(equals + 1));
  }
  return pairs;
}

/** What offering a service, and its TXT record, says of the host. `trust` 0…1 lowers every confidence. */
export function sayService(say: Say, service: string, txt: ReadonlyMap<string, string>, trust: number): void {
  const type = service.toLowerCase();
  const source = `mdns _${type}`;
  if (type === 'device-info') {
    sayDeviceInfo(say, txt, trust);
    return;
  }
  const rule = Object.hasOwn(SERVICES, type) ? SERVICES[type] : undefined;
  if (rule === undefined) return;
  // A queue that a computer shares by CUPS: the printer is somewhere else.
  if (rule === PRINTER && txt.get('rp')?.startsWith('printers/')) return;
  if (rule.role !== undefined) {
    const isCamera = rule === HOMEKIT && txt.get('ci') === HOMEKIT_CAMERA;
    say('role', isCamera ? 'camera' : rule.role[0], rule.role[1] * trust, source);
  }
  say('vendor', rule.vendor ?? null, 0.85 * trust, source);
  for (const [key, attribute, confidence] of rule.keys ?? []) {
    say(attribute, txt.get(key) ?? null, confidence * trust, `${source} ${key}`);
  }
}

function sayDeviceInfo(say: Say, txt: ReadonlyMap<string, string>, trust: number): void {
  const model = txt.get('model') ?? null;
  // File servers other than Apple's choose one of its models for the icon it gives in the Finder.
  const isIcon = model !== null && (/^(?:Xserve|RackMac|TimeCapsule)/.test(model) || !/\d,\d/.test(model));
  say('model', model, (isIcon ? 0.3 : 0.85) * trust, 'mdns _device-info model');
  const darwin = Number(txt.get('osxvers') ?? 'none');
  if (Number.isInteger(darwin) && darwin >= 10 && darwin <= 24) {
    const version = darwin < 20 ? `10.${darwin - DARWIN_OF_MACOS_10}` : String(darwin - 9);
    say('os', `macOS ${version}`, 0.85 * trust, 'mdns _device-info osxvers');
  }
}
