import type { ErrorComponentProps } from '@tanstack/react-router';
import { Problem } from '../ui/states/States.tsx';

export function PageError({ error }: ErrorComponentProps) {
  return (
    <div className="p-4 md:p-6">
      <Problem error={error} onRetry={() => location.reload()} />
    </div>
  );
}
