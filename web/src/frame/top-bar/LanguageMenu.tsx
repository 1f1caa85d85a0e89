import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../../i18n/i18n.ts';
import { isLanguage, LANGUAGES } from '../../i18n/language.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, MenuChoice } from '../../ui/Menu.tsx';

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  return (
    <Menu
      align="end"
      trigger={
        <Button
          look="quiet"
          icon={Languages}
          aria-label={t('ui.pair', { name: t('frame.language.label'), value: language.toUpperCase() })}
        >
          {language.toUpperCase()}
        </Button>
      }
    >
      <MenuChoice
        value={language}
        onChange={(next) => void changeLanguage(next)}
        choices={LANGUAGES.map((value) => ({
          value,
          label: <span lang={value}>{t(`frame.language.${value}`)}</span>,
        }))}
      />
    </Menu>
  );
}
