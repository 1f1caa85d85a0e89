import { useTranslation } from 'react-i18next';
import { forgetAll } from '../../data/remember.ts';
import { speak } from '../../data/session/own-language.ts';
import { toast } from '../../data/toasts.ts';
import { isLanguage, LANGUAGES } from '../../i18n/language.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/form/Segmented.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { useDensity } from '../../ui/table/preferences.ts';
import { setTheme, THEMES, useTheme } from '../../ui/theme.ts';
import { useAct } from '../../ui/use-act.ts';

/** What this browser remembers, and nobody else sees; the language goes with the person. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const act = useAct();
  const theme = useTheme();
  const [density, setDensity] = useDensity();
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  return (
    <div className="flex flex-col items-start gap-4">
      <Facts
        facts={[
          [
            t('settings.language'),
            <Segmented
              key="language"
              label={t('settings.language')}
              value={language}
              onChange={(next) => void act(() => speak(next))}
              choices={LANGUAGES.map((value) => ({ value, label: t(`frame.language.${value}`) }))}
            />,
          ],
          [
            t('settings.theme'),
            <Segmented
              key="theme"
              label={t('settings.theme')}
              value={theme}
              onChange={setTheme}
              choices={THEMES.map((value) => ({ value, label: t(`frame.theme.${value}`) }))}
            />,
          ],
          [
            t('settings.density'),
            <Segmented
              key="density"
              label={t('settings.density')}
              value={density}
              onChange={setDensity}
              choices={(['usual', 'compact'] as const).map((value) => ({
                value,
                label: t(`table.densities.${value}`),
              }))}
            />,
          ],
        ]}
      />
      <Button
        size="small"
        onClick={() => {
          forgetAll(/^(?:columns|widths|views)\./);
          toast(t('settings.forgotten'));
        }}
      >
        {t('settings.forget')}
      </Button>
    </div>
  );
}
