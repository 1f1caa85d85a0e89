/** An upload as forms and `curl -F` send it (RFC 7578): the file among the parts. */

import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { say } from '../../model/messages/message.ts';
import { Problem, wrongFields } from '../problems/problems.ts';

export const MULTIPART = 'multipart/form-data';

export interface FilePart {
  /** Ends with the part. Fails with `upload-cut-off` when the form ends before it. */
  readonly file: Readable;
  /** As the client calls it; empty when it does not. */
  readonly name: string;
  /** Reads what comes behind the file, which must have been read. Throws when there is another: it would be lost. */
  readonly end: () => Promise<void>;
}

/** Fields beside the file say nothing to us: this much of one is read, the rest thrown away. */
const FIELD_BYTES = 1024;

const cutOff = (cause: unknown) => new Problem('upload-cut-off', say('upload.form-cut-off'), { cause });

const wrongFiles = (count: number) =>
  wrongFields([{ in: 'body', path: 'file', value: String(count), expected: say('expected.one-file') }]);

/** Reads up to the first file. Throws when the form has none, or ends before. */
export function filePart(request: FastifyRequest['raw']): Promise<FilePart> {
  const form = readerOf(request.headers['content-type'] ?? '');
  return new Promise((resolve, reject) => {
    let files = 0;
    const ended = new Promise<void>((done, failed) => {
      form.once('finish', () => (files === 1 ? done() : failed(wrongFiles(files))));
      form.once('error', (error: unknown) => failed(cutOff(error)));
      request.once('close', () => {
        if (!request.complete) failed(cutOff(null));
      });
    });
    ended.catch(reject);
    form.on('file', (_field, part, name) => {
      files++;
      part.on('error', () => {}); // whoever reads the part sees it too
      if (files > 1) {
        part.resume();
        return;
      }
      ended.catch((error) => part.destroy(error));
      resolve({ file: part, name: name ?? '', end: () => ended });
    });
    request.pipe(form);
  });
}

function readerOf(type: string) {
  try {
    return new Busboy({ headers: { 'content-type': type }, limits: { fieldSize: FIELD_BYTES } });
  } catch {
    const expected = say('expected.form', { type: MULTIPART });
    throw wrongFields([{ in: 'headers', path: 'content-type', value: type, expected }]);
  }
}
