import { useTranslation } from 'react-i18next';
import { loadDemo } from '../data/demo.ts';
import { useAct } from './use-act.ts';

export function useLoadDemo(): () => void {
  const { t } = useTranslation();
  const act = useAct();
  return () => void act(loadDemo, t('frame.demoLoading'));
}
