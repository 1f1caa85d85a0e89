import { useMemo } from 'react';
import { encodeQr } from './encode-qr.ts';

/** What readers need around it. */
const QUIET = 4;

/** Dark on white in either theme: not every reader takes the reverse. */
export function QrImage({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const code = encodeQr(text);
    const parts: string[] = [];
    for (let y = 0; y < code.size; y++) {
      for (let x = 0; x < code.size; x++) if (code.isDark(x, y)) parts.push(`M${x} ${y}h1v1h-1z`);
    }
    return { size: code.size, path: parts.join('') };
  }, [text]);
  const side = size + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-48 rounded-md border bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
