import type { Severity } from '../../../../model/analysis.ts';
import type { Look } from '../../../../model/device-types.ts';
import { LOOK_SHAPES, SEVERITY_SHAPES, type Shape } from '../../../../model/icon-shapes.ts';

function group(id: string, [outline, mark]: Shape): string {
  return `<g id="${id}"><path class="body" d="${outline}"/><path class="mark" d="${mark}"/></g>`;
}

/** The definitions every icon of the page refers to. */
export function symbolDefinitions(): string {
  const looks = Object.entries(LOOK_SHAPES).map(([look, shape]) => group(`look-${look}`, shape));
  const severities = Object.entries(SEVERITY_SHAPES).map(([level, shape]) =>
    group(`severity-${level}`, shape),
  );
  return `<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>${looks.join('')}${severities.join('')}</defs></svg>`;
}

/** An icon beside its word: hidden from screen readers, the word says it. */
export function icon(id: `look-${Look}` | `severity-${Severity}`): string {
  return `<svg class="icon ${id}" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false"><use href="#${id}"/></svg>`;
}
