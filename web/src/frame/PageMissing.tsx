export function PageMissing() {
  return <p>404</p>;
}
