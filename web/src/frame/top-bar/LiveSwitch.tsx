import { useTranslation } from 'react-i18next';
import { setLive, useLive } from '../../data/live.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { cx } from '../../ui/class-names.ts';

/** Whether pages follow what happens; the dot says whether they can. */
export function LiveSwitch() {
  const { t } = useTranslation();
  const { state, wanted } = useLive();
  const said = t(`frame.live.${!wanted ? 'off' : state === 'open' ? 'on' : 'connecting'}`);
  return (
    <button
      type="button"
      role="switch"
      aria-checked={wanted}
      aria-label={said}
      title={said}
      onClick={() => setLive(!wanted)}
      className={cx(buttonClass('quiet'), wanted && 'text-ink')}
    >
      <span
        aria-hidden
        className={cx(
          'size-2 rounded-full',
          !wanted && 'border border-edge',
          wanted && state === 'open' && 'bg-good',
          wanted && state !== 'open' && 'pulse bg-medium',
        )}
      />
      <span className="max-sm:hidden">{t('frame.live.label')}</span>
    </button>
  );
}
