/** How much of the greatest something is: a thin bar beside its figure, which says it exactly. */
export function ShareBar({ share }: { readonly share: number }) {
  const percent = Math.min(Math.max(share, 0), 1) * 100;
  return (
    <span aria-hidden className="block h-1 w-full overflow-hidden rounded-full bg-line">
      <span className="block h-full rounded-full bg-series-1" style={{ width: `${percent}%` }} />
    </span>
  );
}
