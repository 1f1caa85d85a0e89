export function PagePending() {
  return <div className="pulse m-4 h-6 w-40 rounded-md bg-raised" />;
}
