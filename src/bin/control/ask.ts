/** The other side of the door: asks a running server, or does it on the store itself when none runs. */
import { connect } from 'node:net';
import { EXIT, InputError } from '../../base/errors.ts';
import { createVault } from '../../features/secrets/vault.ts';
import { accountsComponent } from '../server/accounts.ts';
import { memoized } from '../server/memoized.ts';
import { stateComponent } from '../server/stores.ts';
import { type Answer, LONGEST_LINE_BYTES } from './listen.ts';
import { type OperationName, type ParamsOf, perform, type ResultOf } from './operations.ts';
import { socketPath } from './socket-path.ts';

/** `null`: nobody answers there. */
async function askServer(folder: string, line: string): Promise<Answer | null> {
  const { path, release } = socketPath(folder);
  try {
    return await new Promise<Answer | null>((resolve, reject) => {
      const socket = connect(path);
      let text = '';
      socket.setEncoding('utf8');
      socket.once('connect', () => socket.write(`${line}\n`));
      socket.on('data', (piece: string) => {
        text += piece;
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
        else if (error.code === 'EACCES')
          reject(new InputError(`${folder}: its server is another user's (EACCES)`, EXIT.failure));
        else reject(error);
      });
      socket.once('close', () => {
        try {
          resolve(JSON.parse(text) as Answer);
        } catch {
          reject(new InputError('the server ended before it answered; see what became of it', EXIT.failure));
        }
      });
    });
  } finally {
    release();
  }
}

/** Throws InputError with what the asker can put right. */
export async function ask<Name extends OperationName>(
  folder: string,
  operation: Name,
  params: ParamsOf<Name>,
): Promise<ResultOf<Name>> {
  const line = JSON.stringify({ operation, params });
  if (Buffer.byteLength(line) > LONGEST_LINE_BYTES)
    throw new InputError(`${operation}: expected at most ${LONGEST_LINE_BYTES} bytes`);
  const answer = await askServer(folder, line);
  if (answer === null) return (await alone(folder, operation, params)) as ResultOf<Name>;
  if ('result' in answer) return answer.result as ResultOf<Name>;
  throw new InputError(answer.error, answer.isInput ? EXIT.badInput : EXIT.failure);
}

async function alone(folder: string, operation: OperationName, params: unknown): Promise<unknown> {
  const postgresUrl = process.env.VIGIE_POSTGRES_URL || null;
  const state = stateComponent({ folder, postgresUrl, clickhouseUrl: null });
  // Where the console is does not matter here: nobody signs in.
  const vault = memoized(() => createVault(state.get(), state.keys()));
  const accounts = accountsComponent({ state: state.get, vault, publicUrl: () => 'http://127.0.0.1/' });
  await state.start();
  try {
    await accounts.start();
    return JSON.parse(
      JSON.stringify(
        (await perform(
          { state: state.get(), accounts: accounts.get(), keys: state.keys(), vault: vault() },
          operation,
          params,
        )) ?? null,
      ),
    );
  } finally {
    await state.stop(10_000);
  }
}
