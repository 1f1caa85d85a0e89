/** The lookout: the same eye as the icon of the window. */
export function Brand({ collapsed = false }: { readonly collapsed?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <svg
        viewBox="0 0 24 24"
        width={22}
        height={22}
        className="shrink-0 fill-none stroke-accent"
        strokeWidth={1.7}
        aria-hidden="true"
      >
        <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
        <circle cx="12" cy="12" r="3" className="fill-accent stroke-none" />
      </svg>
      <span className={collapsed ? 'sr-only' : undefined}>Vigie</span>
    </span>
  );
}
