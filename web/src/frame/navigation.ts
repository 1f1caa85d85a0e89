import {
  ArrowLeftRight,
  Building2,
  Cable,
  ChartNoAxesColumn,
  CircleUserRound,
  FileArchive,
  FileClock,
  Fingerprint,
  Grid3x3,
  HeartPulse,
  KeyRound,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  MapPin,
  MonitorSmartphone,
  ScrollText,
  Settings,
  Share2,
  Users,
  UsersRound,
} from 'lucide-react';
import type { Permission } from '../data/session/session.ts';
import type { en } from '../i18n/en/index.ts';

type Frame = typeof en.frame;
/** Words of the frame that stand alone. */
type FrameWord = { [Key in keyof Frame]: Frame[Key] extends string ? Key : never }[keyof Frame];

export interface Place {
  readonly to:
    | '/'
    | '/devices'
    | '/flows'
    | '/topology'
    | '/matrix'
    | '/protocols'
    | '/vlans'
    | '/captures'
    | '/interfaces'
    | '/audit'
    | '/settings'
    | '/sites'
    | '/account'
    | '/members'
    | '/tokens'
    | '/platform/organisations'
    | '/platform/users'
    | '/platform/providers'
    | '/platform/audit'
    | '/platform/health';
  readonly word: FrameWord;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly letter: string;
  /** Who sees it; everybody without. */
  readonly needs?: Permission | 'platform';
}

export interface Part {
  readonly word: FrameWord | null;
  readonly places: readonly Place[];
}

/** The left navigation, by part. The palette and the keyboard have the same places. */
export const PARTS: readonly Part[] = [
  { word: null, places: [{ to: '/', word: 'overview', icon: LayoutDashboard, letter: 'o' }] },
  {
    word: 'network',
    places: [
      { to: '/devices', word: 'devices', icon: MonitorSmartphone, letter: 'd' },
      { to: '/flows', word: 'flows', icon: ArrowLeftRight, letter: 'f' },
      { to: '/topology', word: 'topology', icon: Share2, letter: 't' },
      { to: '/matrix', word: 'matrix', icon: Grid3x3, letter: 'm' },
      { to: '/protocols', word: 'protocols', icon: ChartNoAxesColumn, letter: 'p' },
      { to: '/vlans', word: 'vlans', icon: Layers, letter: 'v' },
    ],
  },
  {
    word: 'sources',
    places: [
      { to: '/captures', word: 'captures', icon: FileArchive, letter: 'c' },
      { to: '/interfaces', word: 'interfaces', icon: Cable, letter: 'i' },
    ],
  },
  {
    word: 'administration',
    places: [
      { to: '/members', word: 'members', icon: Users, letter: 'u', needs: 'members:read' },
      { to: '/tokens', word: 'tokens', icon: KeyRound, letter: 'k', needs: 'tokens:read' },
      { to: '/sites', word: 'sites', icon: MapPin, letter: 'l', needs: 'settings:read' },
      { to: '/audit', word: 'audit', icon: ScrollText, letter: 'a', needs: 'audit:read' },
    ],
  },
  {
    word: 'platform',
    places: [
      {
        to: '/platform/organisations',
        word: 'organisations',
        icon: Building2,
        letter: 'n',
        needs: 'platform',
      },
      { to: '/platform/users', word: 'people', icon: UsersRound, letter: 'e', needs: 'platform' },
      { to: '/platform/providers', word: 'providers', icon: Fingerprint, letter: 'b', needs: 'platform' },
      { to: '/platform/audit', word: 'platformAudit', icon: FileClock, letter: 'r', needs: 'platform' },
      { to: '/platform/health', word: 'health', icon: HeartPulse, letter: 'h', needs: 'platform' },
    ],
  },
  {
    word: null,
    places: [
      { to: '/account', word: 'yourAccount', icon: CircleUserRound, letter: 'y' },
      { to: '/settings', word: 'settings', icon: Settings, letter: 's' },
    ],
  },
];

export const PLACES: readonly Place[] = PARTS.flatMap(({ places }) => places);
