import type { HttpMessage } from '../../../wire/dissect/application/http.ts';
import type { IdentitySource } from '../../sighting.ts';
import { sayOnce } from '../say.ts';
import { isSiteAddress } from '../speaker.ts';

/** Programs name their system as they like: believable for most, proof for none. */
const BROWSER = 0.6;
const SYSTEM_SERVICE = 0.75;
const BANNER = 0.5;

interface UserAgentRule {
  readonly pattern: RegExp;
  /** `$1` stands for the first group. */
  readonly os: string;
  readonly confidence: number;
}

/**
 * Few rules, each sure of what it says; the first that matches counts. Windows 10 and 11 say the same,
 * macOS stopped counting at 10.15.7, Chrome on Android at 10: those versions are not repeated.
 */
const USER_AGENTS: readonly UserAgentRule[] = [
  { pattern: /Windows Phone(?: OS)? (\d+(?:\.\d+)?)/, os: 'Windows Phone $1', confidence: BROWSER },
  { pattern: /^Microsoft-CryptoAPI\/10\.0/, os: 'Windows 10 or later', confidence: SYSTEM_SERVICE },
  { pattern: /^Microsoft-CryptoAPI\/6\.3/, os: 'Windows 8.1', confidence: SYSTEM_SERVICE },
  { pattern: /^Microsoft-CryptoAPI\/6\.1/, os: 'Windows 7', confidence: SYSTEM_SERVICE },
  {
    pattern:
      /^(?:Microsoft-Delivery-Optimization|Microsoft-WNS|Windows-Update-Agent|Microsoft NCSI|Microsoft BITS)\b/,
    os: 'Windows',
    confidence: SYSTEM_SERVICE,
  },
  { pattern: /Windows NT 10\.0/, os: 'Windows 10 or later', confidence: BROWSER },
  { pattern: /Windows NT 6\.3/, os: 'Windows 8.1', confidence: BROWSER },
  { pattern: /Windows NT 6\.2/, os: 'Windows 8', confidence: BROWSER },
  { pattern: /Windows NT 6\.1/, os: 'Windows 7', confidence: BROWSER },
  { pattern: /Windows NT 6\.0/, os: 'Windows Vista', confidence: BROWSER },
  { pattern: /Windows NT 5\.[12]/, os: 'Windows XP', confidence: BROWSER },
  { pattern: /Windows NT 5\.0/, os: 'Windows 2000', confidence: BROWSER },
  { pattern: /\biPad\b.*?\bOS (\d+)_/, os: 'iPadOS $1', confidence: BROWSER },
  { pattern: /\b(?:iPhone|iPod)\b.*?\bOS (\d+)_/, os: 'iOS $1', confidence: BROWSER },
  { pattern: /\bAndroid 10; K\)/, os: 'Android', confidence: BROWSER },
  { pattern: /\bAndroid (\d+)/, os: 'Android $1', confidence: BROWSER },
  { pattern: /\bMac OS X\b|\bMacintosh\b/, os: 'macOS', confidence: BROWSER },
  { pattern: /\bCrOS\b/, os: 'ChromeOS', confidence: BROWSER },
  { pattern: /\bUbuntu\b/, os: 'Ubuntu', confidence: BROWSER },
  { pattern: /^Debian APT-HTTP\//, os: 'Linux (Debian family)', confidence: SYSTEM_SERVICE },
  { pattern: /\b(FreeBSD|OpenBSD|NetBSD)\b/, os: '$1', confidence: BROWSER },
  { pattern: /\(X11;[^)]*\bLinux\b/, os: 'Linux', confidence: BROWSER },
];

/** What a User-Agent says of its system; `null` when no rule is sure. */
function guessOs(userAgent: string): OsGuess | null {
  let guess = recentGuesses.get(userAgent);
  if (guess === undefined) {
    guess = firstMatch(userAgent);
    if (recentGuesses.size >= MOST_GUESSES) recentGuesses.clear();
    recentGuesses.set(userAgent, guess);
  }
  return guess;
}

interface OsGuess {
  readonly os: string;
  readonly confidence: number;
}

/** What was guessed before: a network has few browsers, and each was tried on every pattern. */
const MOST_GUESSES = 1024;
const recentGuesses = new Map<string, OsGuess | null>();

function firstMatch(userAgent: string): OsGuess | null {
  for (const rule of USER_AGENTS) {
    const match = rule.pattern.exec(userAgent);
    if (match !== null) return { os: rule.os.replace('$1', match[1] ?? ''), confidence: rule.confidence };
  }
  return null;
}

/**
 * HTTP: a client names its system, a server its program. Both are said of the address, not of the frame's
 * MAC, which may be a router's. Public servers are nobody's device here.
 */
export const http: IdentitySource<'http', HttpMessage> = {
  protocol: 'http',

  observe(message, context, sink) {
    const { srcIp, vlan } = context;
    if (srcIp === null) return;
    const subject = { ip: srcIp, vlan };
    if (message.kind === 'response') {
      const { server } = message;
      if (server !== null && isSiteAddress(srcIp)) {
        sayOnce(subject, context, sink, 'description', server, BANNER, 'http server');
      }
      return;
    }
    const { userAgent } = message;
    if (userAgent === null) return;
    sayOnce(subject, context, sink, 'userAgent', userAgent, BROWSER, 'http user-agent');
    const guess = guessOs(userAgent);
    if (guess !== null) sayOnce(subject, context, sink, 'os', guess.os, guess.confidence, 'http user-agent');
  },
};
