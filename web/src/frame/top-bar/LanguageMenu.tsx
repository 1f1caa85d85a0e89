import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { speak } from '../../data/session/own-language.ts';
import { isLanguage, LANGUAGES } from '../../i18n/language.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoicePopover } from '../../ui/ChoicePopover.tsx';
import { useAct } from '../../ui/use-act.ts';

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const act = useAct();
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  const label = t('ui.pair', { name: t('frame.language.label'), value: language.toUpperCase() });
  return (
    <ChoicePopover
      label={t('frame.language.label')}
      trigger={
        <Button look="quiet" icon={Languages} aria-label={label} title={t('frame.language.label')}>
          {language.toUpperCase()}
        </Button>
      }
      value={language}
      onChange={(next) => void act(() => speak(next))}
      choices={LANGUAGES.map((value) => ({ value, label: t(`frame.language.${value}`), lang: value }))}
    />
  );
}
