/** What `vigie server` is told about the network. */
import { type Cidr, parseCidr } from '../../base/cidr.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import type { NetworkOptions, TlsOptions } from '../server/network/options.ts';
import { labelOf, numberOf, type Parsed, usage } from './values.ts';

export const NETWORK_OPTIONS = {
  tls: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'acme-domain': { type: 'string' },
  'acme-email': { type: 'string' },
  'acme-directory': { type: 'string' },
  'http-redirect': { type: 'string' },
  'public-url': { type: 'string' },
  'trusted-proxy': { type: 'string' },
  allow: { type: 'string' },
  'outgoing-allow': { type: 'string' },
} as const;

/** Let’s Encrypt. */
const DEFAULT_DIRECTORY = 'https://acme-v02.api.letsencrypt.org/directory';
const PORT = { min: 0, max: 65_535, whole: true };
/** RFC 1035, with two labels at least: an authority proves no other. */
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i;
const EMAIL = /^[^\s@<>,;:"]{1,64}@[^\s@<>,;:"]{1,190}$/;

/** Lists may be given several times, or with commas. Throws the usage error of the first that is wrong. */
export function networkOptions(parsed: Parsed, lang: Lang): NetworkOptions {
  const tls = tlsOptions(parsed, lang);
  const redirectPort = numberOf(parsed, 'http-redirect', PORT, lang);
  if (redirectPort !== null && tls === null) {
    throw usage(
      lang,
      `${labelOf(parsed, 'http-redirect')} leads to HTTPS, and there is none: add --tls or --tls-cert.`,
      `${labelOf(parsed, 'http-redirect')} mène à HTTPS, et il n’y en a pas : ajoutez --tls ou --tls-cert.`,
    );
  }
  if (redirectPort === null && tls?.kind === 'acme') {
    throw usage(
      lang,
      '--tls acme needs --http-redirect PORT: the authority asks there, from outside at port 80.',
      '--tls acme exige --http-redirect PORT : l’autorité y pose sa question, de l’extérieur au port 80.',
    );
  }
  return {
    tls,
    redirectPort,
    publicUrl: publicUrl(parsed, tls, lang),
    trustedProxies: networks(parsed, 'trusted-proxy', lang),
    allow: networks(parsed, 'allow', lang),
    outgoingAllow: networks(parsed, 'outgoing-allow', lang),
  };
}

function tlsOptions(parsed: Parsed, lang: Lang): TlsOptions | null {
  const { tls, 'tls-cert': certFile, 'tls-key': keyFile } = parsed.texts;
  if (tls !== undefined && tls !== 'self-signed' && tls !== 'acme') {
    throw usage(
      lang,
      `${labelOf(parsed, 'tls')} takes self-signed or acme, not "${tls}"; a certificate of your own: --tls-cert FILE --tls-key FILE.`,
      `${labelOf(parsed, 'tls')} prend self-signed ou acme, pas « ${tls} » ; un certificat à vous : --tls-cert FICHIER --tls-key FICHIER.`,
    );
  }
  if (tls !== 'acme')
    refuseWithout(parsed, ['acme-domain', 'acme-email', 'acme-directory'], '--tls acme', lang);
  if (certFile === undefined && keyFile === undefined) {
    if (tls === 'acme') return acmeOptions(parsed, lang);
    return tls === undefined ? null : { kind: 'self-signed' };
  }
  if (tls !== undefined) {
    throw usage(
      lang,
      `--tls ${tls} makes a certificate, --tls-cert and --tls-key are one: leave one of the two out.`,
      `--tls ${tls} fait un certificat, --tls-cert et --tls-key en sont un : ôtez l’un des deux.`,
    );
  }
  if (certFile === undefined || keyFile === undefined) {
    const [there, missing] = certFile === undefined ? ['tls-key', '--tls-cert'] : ['tls-cert', '--tls-key'];
    throw usage(
      lang,
      `${labelOf(parsed, there)} needs ${missing} as well.`,
      `${labelOf(parsed, there)} exige aussi ${missing}.`,
    );
  }
  return { kind: 'files', certFile, keyFile };
}

function refuseWithout(parsed: Parsed, names: readonly string[], needed: string, lang: Lang): void {
  const name = names.find((each) => parsed.texts[each] !== undefined);
  if (name === undefined) return;
  throw usage(
    lang,
    `${labelOf(parsed, name)} says nothing without ${needed}.`,
    `${labelOf(parsed, name)} ne dit rien sans ${needed}.`,
  );
}

function acmeOptions(parsed: Parsed, lang: Lang): TlsOptions {
  const domains = listOf(parsed, 'acme-domain').map((domain) => domain.toLowerCase());
  if (domains.length === 0) {
    throw usage(
      lang,
      '--tls acme needs --acme-domain NAME: the name that the certificate is for.',
      '--tls acme exige --acme-domain NOM : le nom pour lequel est le certificat.',
    );
  }
  for (const domain of domains) {
    if (DOMAIN.test(domain)) continue;
    throw usage(
      lang,
      `${labelOf(parsed, 'acme-domain')} takes a name in the DNS such as vigie.example.com, not "${domain}".`,
      `${labelOf(parsed, 'acme-domain')} prend un nom du DNS comme vigie.example.com, pas « ${domain} ».`,
    );
  }
  const email = parsed.texts['acme-email'] ?? null;
  if (email !== null && !EMAIL.test(email)) {
    throw usage(
      lang,
      `${labelOf(parsed, 'acme-email')} takes an email address, not "${email}".`,
      `${labelOf(parsed, 'acme-email')} prend une adresse électronique, pas « ${email} ».`,
    );
  }
  const directory = parsed.texts['acme-directory'] ?? DEFAULT_DIRECTORY;
  if (!URL.canParse(directory) || new URL(directory).protocol !== 'https:') {
    throw usage(
      lang,
      `${labelOf(parsed, 'acme-directory')} takes an https address, not "${directory}".`,
      `${labelOf(parsed, 'acme-directory')} prend une adresse https, pas « ${directory} ».`,
    );
  }
  return { kind: 'acme', domains: [...new Set(domains)], email, directory };
}

function publicUrl(parsed: Parsed, tls: TlsOptions | null, lang: Lang): URL | null {
  const text = parsed.texts['public-url'];
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin =
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.href === `${url.origin}/` &&
    url.hostname !== '';
  if (!isOrigin) {
    throw usage(
      lang,
      `${labelOf(parsed, 'public-url')} takes an address without path, such as https://vigie.example.com, not "${text}".`,
      `${labelOf(parsed, 'public-url')} prend une adresse sans chemin, comme https://vigie.example.com, pas « ${text} ».`,
    );
  }
  if (tls !== null && url.protocol === 'http:') {
    throw usage(
      lang,
      `${labelOf(parsed, 'public-url')} ${url.origin} is http, and this server speaks HTTPS: write https.`,
      `${labelOf(parsed, 'public-url')} ${url.origin} est en http, et ce serveur parle HTTPS : écrivez https.`,
    );
  }
  return url;
}

function networks(parsed: Parsed, name: string, lang: Lang): Cidr[] {
  return listOf(parsed, name).map((text) => {
    const cidr = parseCidr(text);
    if (cidr !== null) return cidr;
    throw usage(
      lang,
      `${labelOf(parsed, name)} takes networks such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7, with no bits beyond the prefix, not "${text}".`,
      `${labelOf(parsed, name)} prend des réseaux comme 192.0.2.0/24, 2001:db8::/32 ou 192.0.2.7, sans bit au-delà du préfixe, pas « ${text} ».`,
    );
  });
}

const listOf = (parsed: Parsed, name: string): string[] =>
  (parsed.lists[name] ?? [])
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
