/** In which language somebody is answered. */
import type { FastifyRequest } from 'fastify';
import { LANGUAGES, type Language } from '../../model/messages/message.ts';

const LONGEST_HEADER = 1000;

/**
 * The one of ours that `Accept-Language` weighs most (RFC 9110 §12.5.4); of several, the one named first; English when it
 * names none. `en-GB` is English. What is weighed 0 is not wanted, unless nothing else is left.
 */
export function acceptedLanguage(header: string | undefined): Language {
  const ranges = (header ?? '').slice(0, LONGEST_HEADER).split(',').map(rangeOf);
  const weights = LANGUAGES.map((language) => {
    const own = ranges.find(({ name }) => name === language) ?? ranges.find(({ name }) => name === '*');
    const at = own === undefined ? ranges.length : ranges.indexOf(own);
    // Whoever names only what we do not have gets English before French.
    return { language, weight: own?.weight ?? -1, at };
  });
  const [best] = weights.sort((a, b) => b.weight - a.weight || a.at - b.at);
  return best.weight > 0 || best.weight === -1 ? best.language : 'en';
}

/** `fr-CA;q=0.8`: its first part, whatever its case, and 1 unless it says another weight. */
function rangeOf(text: string): { readonly name: string; readonly weight: number } {
  const [tag, ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const weight = q === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? Number(q) : 0;
  return { name: tag.split('-')[0], weight };
}

/** That of the account, else that of the request. */
export function languageOf(request: FastifyRequest): {
  readonly language: Language;
  readonly isOfAccount: boolean;
} {
  const language = request.principal?.user?.language ?? null;
  if (language !== null) return { language, isOfAccount: true };
  return { language: acceptedLanguage(request.headers['accept-language']), isOfAccount: false };
}
