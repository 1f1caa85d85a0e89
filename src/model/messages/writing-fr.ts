import type { WRITING_EN } from './writing-en.ts';

/** The same in French, written as `fr.ts`. */
export const WRITING_FR = (): Readonly<Record<keyof ReturnType<typeof WRITING_EN>, string>> => ({
  'write.no-folder': '--csv {folder} : attendu un dossier, trouvé un fichier. Donnez un autre nom.',
  'write.folder-failed': '--csv {folder} : impossible de créer le dossier ({reason}).',
  'write.failed': '{path} : écriture impossible ({reason}).',
  'write.report-failed': '{path} : impossible d’écrire le rapport ({reason}).',
});
