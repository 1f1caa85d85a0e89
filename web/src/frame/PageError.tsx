import type { ErrorComponentProps } from '@tanstack/react-router';

export function PageError({ error }: ErrorComponentProps) {
  return <p role="alert">{error instanceof Error ? error.message : String(error)}</p>;
}
