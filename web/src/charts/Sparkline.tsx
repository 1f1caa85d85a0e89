interface SparklineProps {
  /** Read aloud. */
  readonly label: string;
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

/** A line without axes, in the size of a word. */
export function Sparkline({ label, values, width = 120, height = 24 }: SparklineProps) {
  const most = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values.map((value, index) => {
    const y = height - 1 - (value / most) * (height - 2);
    return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      {points.length < 2 ? null : (
        <>
          <polygon
            points={`0,${height} ${points.join(' ')} ${width},${height}`}
            className="fill-series-1/15"
          />
          <polyline points={points.join(' ')} className="fill-none stroke-series-1" strokeWidth={1.5} />
        </>
      )}
    </svg>
  );
}
