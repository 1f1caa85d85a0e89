/** A colour of CSS as a canvas can use it: `light-dark()` and mixes decided by what is drawn now. */
function resolved(css: string, inside: HTMLElement): string {
  const probe = document.createElement('span');
  probe.style.color = css;
  inside.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** A token of styles.css: `series-1`. */
export function colour(token: string, inside: HTMLElement): string {
  return resolved(`var(--color-${token})`, inside);
}

/** The same, covering a share of what is behind it. */
export function translucent(token: string, share: number, inside: HTMLElement): string {
  return resolved(`color-mix(in oklch, var(--color-${token}) ${share * 100}%, transparent)`, inside);
}
