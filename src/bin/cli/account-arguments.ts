/** The options of `vigie user`, `vigie token` and `vigie org`. */
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { isPermission } from '../../model/allowed-by.ts';
import { PERMISSIONS, type Permission, ROLES, type Role } from '../../model/permissions.ts';
import { nearest } from './suggest.ts';
import { numberOf, type Parsed, usage } from './values.ts';

interface Common {
  /** `null`: the usual place. */
  readonly data: string | null;
  readonly json: boolean;
  readonly lang: Lang;
}

export type UserCommand = Common & { readonly kind: 'user' } & (
    | {
        readonly action: 'add';
        readonly email: string;
        readonly name: string;
        readonly role: Role;
        readonly org: string;
        readonly platformAdmin: boolean;
      }
    | { readonly action: 'join'; readonly email: string; readonly role: Role; readonly org: string }
    | { readonly action: 'reset-password' | 'disable' | 'enable'; readonly email: string }
    | { readonly action: 'list' }
  );

export type TokenCommand = Common & { readonly kind: 'token'; readonly org: string } & (
    | {
        readonly action: 'create';
        readonly role: Role;
        readonly name: string;
        readonly scopes: readonly Permission[] | null;
        readonly days: number | null;
      }
    | { readonly action: 'list' }
    | { readonly action: 'revoke'; readonly id: string }
  );

export type OrgCommand = Common & { readonly kind: 'org' } & (
    | { readonly action: 'list' }
    | { readonly action: 'add'; readonly name: string; readonly id: string | null }
    | { readonly action: 'rename'; readonly org: string; readonly name: string }
  );

export const USER_OPTIONS = {
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  org: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  'platform-admin': { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const TOKEN_OPTIONS = {
  org: { type: 'string' },
  role: { type: 'string' },
  name: { type: 'string' },
  scope: { type: 'string' },
  'expires-days': { type: 'string' },
  id: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const ORG_OPTIONS = {
  name: { type: 'string' },
  id: { type: 'string' },
  org: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const USER_ACTIONS = ['add', 'join', 'reset-password', 'list', 'disable', 'enable'] as const;
const TOKEN_ACTIONS = ['create', 'list', 'revoke'] as const;
const ORG_ACTIONS = ['list', 'add', 'rename'] as const;
/** The organisation that is there from the start. */
const FIRST_ORG = 'default';
const DAYS = { min: 1, max: 36_500, whole: true };

export function userCommand(parsed: Parsed, lang: Lang): UserCommand {
  const action = actionOf('user', parsed, USER_ACTIONS, lang);
  const common = commonOf(parsed, lang);
  if (action === 'list') return { kind: 'user', action, ...common };
  const email = needed(parsed, 'email', lang);
  if (action === 'disable' || action === 'enable') return { kind: 'user', action, email, ...common };
  if (action === 'join')
    return {
      ...{ kind: 'user', action, email, ...common },
      ...{ role: roleOf(parsed, lang), org: needed(parsed, 'org', lang) },
    };
  // On the command line, everybody on the machine would read it.
  if (parsed.switches['password-stdin'] !== true) {
    throw usage(
      lang,
      `vigie user ${action} reads the password from standard input: add --password-stdin.`,
      `vigie user ${action} lit le mot de passe sur l’entrée standard : ajoutez --password-stdin.`,
    );
  }
  if (action === 'reset-password') return { kind: 'user', action, email, ...common };
  return {
    ...{ kind: 'user', action, email, ...common },
    name: parsed.texts.name ?? '',
    role: roleOf(parsed, lang),
    org: parsed.texts.org ?? FIRST_ORG,
    platformAdmin: parsed.switches['platform-admin'] ?? false,
  };
}

export function tokenCommand(parsed: Parsed, lang: Lang): TokenCommand {
  const action = actionOf('token', parsed, TOKEN_ACTIONS, lang);
  const common = { kind: 'token' as const, org: parsed.texts.org ?? FIRST_ORG, ...commonOf(parsed, lang) };
  if (action === 'list') return { action, ...common };
  if (action === 'revoke') return { action, id: needed(parsed, 'id', lang), ...common };
  return {
    action,
    ...common,
    role: roleOf(parsed, lang),
    name: needed(parsed, 'name', lang),
    scopes: scopesOf(parsed, lang),
    days: numberOf(parsed, 'expires-days', DAYS, lang),
  };
}

export function orgCommand(parsed: Parsed, lang: Lang): OrgCommand {
  const action = actionOf('org', parsed, ORG_ACTIONS, lang);
  const common = { kind: 'org' as const, ...commonOf(parsed, lang) };
  if (action === 'list') return { action, ...common };
  const name = needed(parsed, 'name', lang);
  if (action === 'add') return { action, name, id: parsed.texts.id ?? null, ...common };
  return { action, name, org: needed(parsed, 'org', lang), ...common };
}

const commonOf = ({ texts, switches }: Parsed, lang: Lang): Common => ({
  data: texts.data ?? null,
  json: switches.json ?? false,
  lang,
});

function actionOf<Action extends string>(
  topic: string,
  { positionals: [typed, extra] }: Parsed,
  actions: readonly Action[],
  lang: Lang,
): Action {
  const known = actions.find((action) => action === typed);
  if (known !== undefined && extra === undefined) return known;
  const list = actions.join(', ');
  const what = known === undefined ? typed : extra;
  const close = known === undefined && typed !== undefined ? nearest(typed, actions) : null;
  throw usage(
    lang,
    what === undefined
      ? `vigie ${topic} needs an action: ${list}.`
      : `vigie ${topic}: expected one of ${list}, found "${what}".${close === null ? '' : ` Did you mean ${close}?`}`,
    what === undefined
      ? `vigie ${topic} attend une action : ${list}.`
      : `vigie ${topic} : attendu l’un de ${list}, trouvé « ${what} ».${close === null ? '' : ` Vouliez-vous dire ${close} ?`}`,
  );
}

function needed({ texts }: Parsed, name: string, lang: Lang): string {
  const text = texts[name];
  if (text !== undefined) return text;
  throw usage(lang, `--${name} is missing.`, `Il manque --${name}.`);
}

function roleOf(parsed: Parsed, lang: Lang): Role {
  const text = needed(parsed, 'role', lang);
  const role = ROLES.find((each) => each === text);
  if (role !== undefined) return role;
  const list = ROLES.join(', ');
  throw usage(
    lang,
    `--role takes one of ${list}, not "${text}".`,
    `--role prend l’un de ${list}, pas « ${text} ».`,
  );
}

function scopesOf({ lists }: Parsed, lang: Lang): readonly Permission[] | null {
  const given = lists.scope?.flatMap((text) => text.split(','));
  if (given === undefined) return null;
  const wrong = given.find((text) => !isPermission(text));
  if (wrong === undefined) return given.filter(isPermission);
  const list = PERMISSIONS.join(', ');
  throw usage(lang, `--scope takes ${list}; not "${wrong}".`, `--scope prend ${list} ; pas « ${wrong} ».`);
}
