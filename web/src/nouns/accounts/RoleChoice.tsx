import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES } from '../../../../src/model/permissions.ts';
import type { Role } from '../../data/session/session.ts';

interface RoleChoiceProps {
  readonly label: string;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  readonly disabled?: boolean;
}

/** The four roles, each with what it means. */
export function RoleChoice({ label, value, onChange, disabled = false }: RoleChoiceProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-1.5">
      <legend className="pb-1 text-xs font-medium text-muted">{label}</legend>
      {ROLES.map((role) => (
        <label
          key={role}
          className="flex items-start gap-2.5 rounded-md border px-3 py-2 text-sm has-checked:border-accent has-checked:bg-wash"
        >
          <input
            type="radio"
            name={name}
            checked={role === value}
            onChange={() => onChange(role)}
            aria-label={t(`frame.roles.${role}`)}
            aria-describedby={`${name}-${role}`}
            className="mt-1 accent-accent"
          />
          <span className="min-w-0">
            <span className="font-medium">{t(`frame.roles.${role}`)}</span>
            <span id={`${name}-${role}`} className="block text-xs text-muted">
              {t(`accounts.roleHints.${role}`)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
