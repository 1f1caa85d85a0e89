import { Ear, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { useAct } from '../../ui/use-act.ts';
import { type Interface, stopListening } from './queries.ts';

interface ListenButtonProps {
  readonly row: Interface;
  readonly onListen: (row: Interface) => void;
}

/** Begins or ends listening, or says that it cannot be. */
export function ListenButton({ row, onListen }: ListenButtonProps) {
  const { t } = useTranslation();
  const act = useAct();
  const mayListen = useMay('capture:write');
  const { name, linkType, listening } = row;
  if (!mayListen) return null;
  if (listening !== null) {
    return (
      <Button
        size="small"
        icon={Square}
        disabled={listening.state === 'stopping'}
        aria-label={`${t('interfaces.stop')} ${name}`}
        onClick={() => void act(() => stopListening(name), t('interfaces.stopped', { name }))}
      >
        {t('interfaces.stop')}
      </Button>
    );
  }
  if (linkType === null) return <span className="text-xs text-muted">{t('interfaces.cannot')}</span>;
  return (
    <Button
      size="small"
      icon={Ear}
      aria-label={t('interfaces.listenTitle', { name })}
      onClick={() => onListen(row)}
    >
      {t('interfaces.listen')}
    </Button>
  );
}
