import { encodeQR } from 'qr';
import { useMemo } from 'react';

/** What readers need around it (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

/** Dark on white in either theme: not every reader takes the reverse. Up to 2,331 bytes of text. */
export function QrImage({ text, label }: { readonly text: string; readonly label: string }) {
  const { side, path } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET, scale: 1 });
    const parts = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { side: rows.length, path: parts.join('') };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-48 rounded-md border bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
