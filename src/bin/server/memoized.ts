/** Made when it is first asked for. */
export function memoized<Thing>(make: () => Thing): () => Thing {
  let made: Thing | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
