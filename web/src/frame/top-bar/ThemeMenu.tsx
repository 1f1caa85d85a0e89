import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button.tsx';
import { ChoicePopover } from '../../ui/ChoicePopover.tsx';
import { setTheme, THEMES, useTheme } from '../../ui/theme.ts';

const ICONS = { light: Sun, dark: Moon, system: Monitor } as const;

export function ThemeMenu() {
  const { t } = useTranslation();
  const theme = useTheme();
  const label = t('ui.pair', { name: t('frame.theme.label'), value: t(`frame.theme.${theme}`) });
  return (
    <ChoicePopover
      label={t('frame.theme.label')}
      trigger={<IconButton icon={ICONS[theme]} label={label} />}
      value={theme}
      onChange={setTheme}
      choices={THEMES.map((value) => ({ value, label: t(`frame.theme.${value}`) }))}
    />
  );
}
