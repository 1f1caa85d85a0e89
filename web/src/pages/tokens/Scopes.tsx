import { useTranslation } from 'react-i18next';
import { ALLOWED } from '../../../../src/model/permissions.ts';
import type { Permission, Role } from '../../data/session/session.ts';
import { wordOf } from '../../nouns/accounts/permissions.ts';
import { Checkbox } from '../../ui/form/Checkbox.tsx';
import { Segmented } from '../../ui/form/Segmented.tsx';

interface ScopesProps {
  readonly role: Role;
  /** `null`: all that the role may. */
  readonly value: readonly Permission[] | null;
  readonly onChange: (scopes: readonly Permission[] | null) => void;
  readonly problem: string | null;
}

/** Less than the role may, if somebody wishes. */
export function Scopes({ role, value, onChange, problem }: ScopesProps) {
  const { t } = useTranslation();
  const offered = ALLOWED[role];
  return (
    <div className="flex flex-col items-start gap-1.5">
      <span aria-hidden className="text-xs font-medium text-muted">
        {t('accounts.people.tokens.scopes')}
      </span>
      <Segmented
        label={t('accounts.people.tokens.scopes')}
        value={value === null ? 'all' : 'some'}
        onChange={(kind) => onChange(kind === 'all' ? null : ['inventory:read'])}
        choices={[
          { value: 'all', label: t('accounts.people.tokens.scopeAll') },
          { value: 'some', label: t('accounts.people.tokens.scopeSome') },
        ]}
      />
      {value === null ? null : (
        <ul className="grid gap-x-4 gap-y-1.5 pt-1 sm:grid-cols-2">
          {offered.map((permission) => (
            <li key={permission}>
              {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside. */}
              <label className="flex min-h-6 items-center gap-2 text-sm">
                <Checkbox
                  label={t(wordOf(permission))}
                  checked={value.includes(permission)}
                  onChange={(checked) =>
                    onChange(offered.filter((each) => (each === permission ? checked : value.includes(each))))
                  }
                />
                {t(wordOf(permission))}
              </label>
            </li>
          ))}
        </ul>
      )}
      {problem === null ? null : (
        <p role="alert" className="text-xs text-critical">
          {problem}
        </p>
      )}
    </div>
  );
}
