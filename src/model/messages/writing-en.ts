/** What those say who write results into files; see `en.ts`. */
export const WRITING_EN = () =>
  ({
    'write.no-folder': '--csv {folder}: expected a folder, found a file. Give another name.',
    'write.folder-failed': '--csv {folder}: cannot create the folder ({reason}).',
    'write.failed': '{path}: cannot write ({reason}).',
    'write.report-failed': '{path}: cannot write the report ({reason}).',
  }) as const;
