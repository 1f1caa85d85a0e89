/** What the stores and the imports have to say is said at the very edge, in the language of who asks. */
import { inWords, type Language, type Message } from '../../model/messages/message.ts';

type Spoken<Thing> = Omit<Thing, 'error' | 'warnings'> & { readonly error: string | null } & (Thing extends {
    readonly warnings: readonly Message[];
  }
    ? { readonly warnings: readonly string[] }
    : unknown);

/** The same with its sentences in words. */
export function spoken<Thing extends { readonly error: Message | null }>(
  thing: Thing,
  language: Language,
): Spoken<Thing> {
  const say = (message: Message): string => inWords(message, language);
  const error = thing.error === null ? null : say(thing.error);
  const warnings = 'warnings' in thing ? { warnings: (thing.warnings as readonly Message[]).map(say) } : {};
  return { ...thing, ...warnings, error } as unknown as Spoken<Thing>;
}
