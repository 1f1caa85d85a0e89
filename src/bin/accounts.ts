/** `vigie user`, `vigie token`, `vigie org`: of a running server, or of its data folder. */
import { InputError } from '../base/errors.ts';
import { frenchSpaces } from '../base/french-spaces.ts';
import type { OrgCommand, TokenCommand, UserCommand } from './cli/account-arguments.ts';
import { ask } from './control/ask.ts';
import type { ResultOf } from './control/operations.ts';
import { dataFolder, prepareFolder } from './server/data-folder.ts';

/** Longer is no password, but a file. */
const LONGEST_PASSWORD_BYTES = 4096;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Exit 0 when it was done; throws InputError when it was not, and nothing has changed then. */
export async function runUser(command: UserCommand): Promise<number> {
  const folder = folderOf(command);
  const say = (en: string, fr: string) => print(command.lang === 'fr' ? frenchSpaces(fr) : en);
  switch (command.action) {
    case 'list': {
      const people = await ask(folder, 'user.list', {});
      if (command.json) print(JSON.stringify(people));
      else for (const person of people) print(lineOf(person));
      return 0;
    }
    case 'add': {
      const { email, name, role, org, platformAdmin } = command;
      const password = await passwordOf(process.stdin);
      const made = await ask(folder, 'user.add', { email, name, password, role, org, platformAdmin });
      if (command.json) print(JSON.stringify(made));
      else {
        if (made.isOrganisationNew)
          say(`${made.org}: a new organisation`, `${made.org} : nouvelle organisation`);
        say(
          `${made.email}: ${role} of ${made.org}${made.isPlatformAdmin ? ', and administrator of the platform' : ''}`,
          `${made.email} : ${role} de ${made.org}${made.isPlatformAdmin ? ', et administrateur de la plateforme' : ''}`,
        );
      }
      return 0;
    }
    case 'join': {
      const { role, org } = command;
      const joined = await ask(folder, 'user.join', { email: command.email, role, org });
      if (command.json) print(JSON.stringify(joined));
      else say(`${joined.email}: ${role} of ${joined.org}`, `${joined.email} : ${role} de ${joined.org}`);
      return 0;
    }
    case 'reset-password': {
      const password = await passwordOf(process.stdin);
      const { email } = await ask(folder, 'user.reset-password', { email: command.email, password });
      say(`${email}: new password, sessions ended`, `${email} : nouveau mot de passe, sessions fermées`);
      return 0;
    }
    default: {
      const disabled = command.action === 'disable';
      const { email } = await ask(folder, 'user.set-disabled', { email: command.email, disabled });
      if (disabled) say(`${email}: disabled, sessions ended`, `${email} : désactivé, sessions fermées`);
      else say(`${email}: enabled`, `${email} : réactivé`);
      return 0;
    }
  }
}

/** `create` prints the token alone: a script keeps it. */
export async function runToken(command: TokenCommand): Promise<number> {
  const folder = folderOf(command);
  const { org } = command;
  switch (command.action) {
    case 'create': {
      const { role, name, scopes, days } = command;
      const made = await ask(folder, 'token.create', {
        ...{ org, role, name, days, scopes: scopes === null ? null : [...scopes] },
      });
      print(command.json ? JSON.stringify(made) : made.secret);
      return 0;
    }
    case 'list': {
      const tokens = await ask(folder, 'token.list', { org });
      if (command.json) print(JSON.stringify(tokens));
      else
        for (const { id, name, prefix, role, revokedAt } of tokens)
          print([id, `${prefix}…`, role, name, revokedAt === null ? '' : 'revoked'].join('\t').trimEnd());
      return 0;
    }
    case 'revoke':
      await ask(folder, 'token.revoke', { org, id: command.id });
      return 0;
  }
}

/** `add` prints the id alone: a script gives it to others. */
export async function runOrg(command: OrgCommand): Promise<number> {
  const folder = folderOf(command);
  const show = <Made extends { readonly id: string }>(made: Made) =>
    print(command.json ? JSON.stringify(made) : made.id);
  switch (command.action) {
    case 'list': {
      const organisations = await ask(folder, 'org.list', {});
      if (command.json) print(JSON.stringify(organisations));
      else for (const { id, name } of organisations) print(`${id}\t${name}`);
      return 0;
    }
    case 'add':
      show(await ask(folder, 'org.add', { name: command.name, id: command.id }));
      return 0;
    case 'rename':
      show(await ask(folder, 'org.rename', { org: command.org, name: command.name }));
      return 0;
  }
}

function folderOf({ data }: { readonly data: string | null }): string {
  const folder = dataFolder(data, process.env);
  prepareFolder(folder);
  return folder;
}

function lineOf({ email, name, ...rest }: ResultOf<'user.list'>[number]): string {
  const places = rest.memberships.map(({ org, role }) => `${org}:${role}`).join(' ');
  const marks = [
    rest.isPlatformAdmin ? 'platform' : '',
    rest.hasTwoFactor ? '2fa' : '',
    rest.isDisabled ? 'disabled' : '',
  ];
  return [email, name, places, marks.filter(Boolean).join(' ')].join('\t').trimEnd();
}

/** All of standard input but the line feed at its end. */
async function passwordOf(input: NodeJS.ReadableStream): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of input) {
    const buffer = Buffer.from(piece as Buffer);
    bytes += buffer.length;
    if (bytes > LONGEST_PASSWORD_BYTES)
      throw new InputError(`password: expected at most ${LONGEST_PASSWORD_BYTES} bytes on standard input`);
    pieces.push(buffer);
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
