/** What the command line may ask, of a running server or of the store itself: the same operations. */
import { z } from 'zod';
import { InputError } from '../../base/errors.ts';
import type { AccountsFeature } from '../../features/accounts/create-accounts.ts';
import { checkEmail } from '../../features/accounts/people.ts';
import type { KeyRing } from '../../features/secrets/key-ring.ts';
import { rotate } from '../../features/secrets/rotate.ts';
import type { Vault } from '../../features/secrets/vault.ts';
import { allowedBy } from '../../model/allowed-by.ts';
import type { AuditActor } from '../../model/audit.ts';
import { LONGEST_ORGANISATION_NAME, organisationIdOf } from '../../model/organisation-id.ts';
import { PERMISSIONS, ROLES } from '../../model/permissions.ts';
import type { Person } from '../../store/state/accounts/people.ts';
import { runAs } from '../../store/state/audit/context.ts';
import type { AuditVerdict } from '../../store/state/audit/verify.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Organisation } from '../../store/state/organisations.ts';

/** What operations work on. */
export interface Desk {
  readonly state: StateStore;
  readonly accounts: AccountsFeature;
  readonly keys: KeyRing;
  readonly vault: Vault;
}

export interface Operation<Params, Result> {
  readonly params: z.ZodType<Params>;
  /** Throws InputError for what the asker can put right. The result is JSON. */
  run(desk: Desk, params: Params): Promise<Result>;
}

const operation = <Params, Result>(
  params: z.ZodType<Params>,
  run: Operation<Params, Result>['run'],
): Operation<Params, Result> => ({ params, run });

/** What it must look like is said where it is read. */
const email = z.string().max(1000);
const password = z.string().max(4096);
const orgName = z.string().trim().min(1).max(LONGEST_ORGANISATION_NAME);
/** Its id or its name. */
const org = orgName;
const role = z.enum(ROLES);
const ACTOR: AuditActor = { kind: 'command-line', id: '', label: 'command line', from: null };

async function person({ state }: Desk, text: string): Promise<Person> {
  const found = await state.accounts.people.byEmail(checkEmail(text));
  if (found === null) throw new InputError(`email ${JSON.stringify(text)}: nobody has it`);
  return found;
}

/** By id, else by name, whatever its case. `null`: there is none, or several have the name. */
async function findOrganisation({ state }: Desk, text: string): Promise<Organisation | null> {
  const byId = await state.organisations.get(text);
  if (byId !== null) return byId;
  const wanted = text.toLowerCase();
  const named = (await state.organisations.list()).filter((each) => each.name.toLowerCase() === wanted);
  return named.length === 1 ? named[0] : null;
}

async function organisation(desk: Desk, text: string): Promise<Organisation> {
  const found = await findOrganisation(desk, text);
  if (found !== null) return found;
  const known = (await desk.state.organisations.list()).map((each) => each.id).join(', ');
  throw new InputError(
    `organisation ${JSON.stringify(text)}: expected one of ${known || 'none: there is none yet'}`,
  );
}

async function makeOrganisation({ state }: Desk, name: string, id = organisationIdOf(name)) {
  const made = await state.organisations.create(id, name);
  if (made === null) throw new InputError(`organisation ${JSON.stringify(id)}: there is one with this id`);
  return made;
}

export const OPERATIONS = {
  /** The first administrator stands above the organisations: otherwise nobody would. */
  'user.add': operation(
    z.strictObject({ email, name: z.string().max(200), password, role, org, platformAdmin: z.boolean() }),
    async (desk, { role: as, org: where, platformAdmin, ...fields }) => {
      // An administrator may be the first of an organisation. Anybody else's would be nobody's: a slip of the pen.
      const known = as === 'admin' ? await findOrganisation(desk, where) : await organisation(desk, where);
      const isFirst = as === 'admin' && !(await desk.state.accounts.people.hasAdministrator());
      const isPlatformAdmin = platformAdmin || isFirst;
      const { administration } = desk.accounts;
      const member = known === null ? {} : { member: { orgId: known.id, role: as } };
      const made = await administration.add({ ...fields, isPlatformAdmin }, member);
      const { id: orgId } = known ?? (await makeOrganisation(desk, where));
      if (known === null) await administration.join(orgId, made.id, as);
      return {
        ...{ id: made.id, email: made.email, isPlatformAdmin },
        ...{ org: orgId, isOrganisationNew: known === null },
      };
    },
  ),
  /** Somebody who has an account, into another organisation. Whoever is in already keeps the role. */
  'user.join': operation(z.strictObject({ email, role, org }), async (desk, params) => {
    const [{ id: orgId }, whose] = [await organisation(desk, params.org), await person(desk, params.email)];
    const member = await desk.state.forOrg(orgId).members.get(whose.id);
    if (member !== null && member.role !== params.role)
      throw new InputError(`email ${JSON.stringify(whose.email)}: is ${member.role} of ${orgId} already`);
    await desk.accounts.administration.join(orgId, whose.id, params.role);
    return { id: whose.id, email: whose.email, org: orgId };
  }),
  'user.reset-password': operation(z.strictObject({ email, password }), async (desk, params) => {
    const whose = await person(desk, params.email);
    await desk.accounts.administration.setPassword(whose.id, params.password);
    return { id: whose.id, email: whose.email };
  }),
  'user.list': operation(z.strictObject({}), async ({ state }) => {
    const people = await state.accounts.people.list();
    return people.map(({ id, name, memberships, isPlatformAdmin, isDisabled, hasTwoFactor, ...rest }) => ({
      ...{ id, email: rest.email, name, isPlatformAdmin, isDisabled, hasTwoFactor },
      memberships: memberships.map(({ orgId, role: as }) => ({ org: orgId, role: as })),
    }));
  }),
  'user.set-disabled': operation(z.strictObject({ email, disabled: z.boolean() }), async (desk, params) => {
    const { id, email: whose } = await person(desk, params.email);
    await desk.accounts.administration.setPowers(id, { isDisabled: params.disabled });
    return { id, email: whose };
  }),
  'token.create': operation(
    z.strictObject({
      ...{ org, role, name: z.string().max(200), scopes: z.array(z.enum(PERMISSIONS)).nullable() },
      days: z.number().positive().max(36_500).nullable(),
    }),
    async (desk, { org: where, role: as, name, scopes, days }) => {
      const { id: orgId } = await organisation(desk, where);
      if (allowedBy(as, scopes).length === 0)
        throw new InputError(`scopes ${scopes?.join(', ')}: the role ${as} allows none of them`);
      const { token, secret } = await desk.state.forOrg(orgId).apiTokens.create({
        ...{ name, role: as, scopes, createdBy: ACTOR.label },
        expiresAt: days === null ? null : (Date.now() + days * 86_400_000) * 1000,
      });
      return { id: token.id, secret };
    },
  ),
  'token.list': operation(z.strictObject({ org }), async (desk, { org: where }) => {
    const { id: orgId } = await organisation(desk, where);
    return desk.state.forOrg(orgId).apiTokens.list();
  }),
  'token.revoke': operation(
    z.strictObject({ org, id: z.string().max(100) }),
    async (desk, { org: where, id }) => {
      const { id: orgId } = await organisation(desk, where);
      if (!(await desk.state.forOrg(orgId).apiTokens.revoke(id)))
        throw new InputError(`token ${JSON.stringify(id)}: there is none with this id in ${orgId}`);
      return { id };
    },
  ),
  'org.list': operation(z.strictObject({}), ({ state }) => state.organisations.list()),
  'org.add': operation(z.strictObject({ name: orgName, id: org.nullable() }), (desk, { name, id }) =>
    makeOrganisation(desk, name, id ?? undefined),
  ),
  'org.rename': operation(z.strictObject({ org, name: orgName }), async (desk, { org: where, name }) => {
    const { id } = await organisation(desk, where);
    await desk.state.organisations.rename(id, name);
    return { id, name };
  }),
  'audit.verify': operation(z.strictObject({}), async ({ state }) => {
    const chains: AuditVerdict[] = [];
    for await (const verdict of state.audit.verifyAll()) chains.push(verdict);
    const headsFile = state.audit.fileProblem();
    const isSound = headsFile === null && chains.every(({ broken }) => broken === null);
    return { isSound, chains, headsFile };
  }),
  'secrets.rotate': operation(z.strictObject({}), ({ state, keys, vault }) => rotate(state, keys, vault)),
} as const;

export type OperationName = keyof typeof OPERATIONS;
export type ParamsOf<Name extends OperationName> = z.infer<(typeof OPERATIONS)[Name]['params']>;
export type ResultOf<Name extends OperationName> = Awaited<ReturnType<(typeof OPERATIONS)[Name]['run']>>;

const isOperation = (name: string): name is OperationName => Object.hasOwn(OPERATIONS, name);

/** Checks what was asked and does it. Throws InputError for an operation or a parameter that is none. */
export async function perform(desk: Desk, name: string, params: unknown): Promise<unknown> {
  if (!isOperation(name))
    throw new InputError(`operation ${JSON.stringify(name)}: this server does not know it`);
  // Each operation takes what its own schema gives: the union of all is more than TypeScript follows.
  const { params: schema, run } = OPERATIONS[name] as Operation<unknown, unknown>;
  const checked = schema.safeParse(params);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new InputError(`${issue.path.join('.') || name}: ${issue.message}`);
  }
  return runAs(ACTOR, () => run(desk, checked.data));
}
