import { useTranslation } from 'react-i18next';
import { EditText, EditTextInRow } from '../../nouns/edit/EditText.tsx';
import { useSave } from '../../nouns/edit/use-save.ts';
import {
  MOST_VLAN_DESCRIPTION,
  MOST_VLAN_NAME,
  usePatchVlan,
  useReloadVlan,
  type Vlan,
} from '../../nouns/vlans.ts';

interface VlanTextProps {
  readonly vlan: Vlan;
  readonly field: 'name' | 'description';
  /** In a row of the table. */
  readonly inRow?: boolean;
}

/** Name or description, edited where it stands. */
export function VlanText({ vlan, field, inRow = false }: VlanTextProps) {
  const { t } = useTranslation();
  const { mutateAsync } = usePatchVlan(vlan);
  const reload = useReloadVlan(vlan);
  const save = useSave<Vlan, string>({
    version: vlan.version,
    patch: (text, version) =>
      mutateAsync({
        change: field === 'name' ? { name: text === '' ? null : text } : { description: text },
        version,
      }),
    reload,
  });
  const value = vlan[field] ?? '';
  const Edit = inRow ? EditTextInRow<Vlan> : EditText<Vlan>;
  return (
    <Edit
      label={t(`vlans.column.${field}`)}
      value={value}
      most={field === 'name' ? MOST_VLAN_NAME : MOST_VLAN_DESCRIPTION}
      save={save}
      what={t('vlans.what')}
      theirs={(now) => now[field] ?? ''}
      className="w-full justify-between"
    >
      {value === '' ? (
        <span className="text-muted">{t(field === 'name' ? 'vlans.noName' : 'vlans.noDescription')}</span>
      ) : (
        <span className={field === 'name' ? 'font-medium' : ''} title={value}>
          {value}
        </span>
      )}
    </Edit>
  );
}
