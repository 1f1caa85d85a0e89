import { Camera, Expand, Minimize, Minus, Plus, RotateCcw, Scan } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button.tsx';
import type { StageHandle } from './Stage.tsx';

interface ViewButtonsProps {
  readonly stage: RefObject<StageHandle | null>;
  /** What fills the screen. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly onReset: () => void;
}

const STEP = 1.6;

export function ViewButtons({ stage, frame, onReset }: ViewButtonsProps) {
  const { t } = useTranslation();
  const [full, setFull] = useState(false);
  useEffect(() => {
    const onChange = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);
  const toggleFull = () => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    else void frame.current?.requestFullscreen().catch(() => undefined);
  };
  const save = async () => {
    const png = (await stage.current?.toPng()) ?? null;
    if (png === null) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(png);
    link.download = 'vigie-topology.png';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div
      role="toolbar"
      aria-label={t('topology.viewTools')}
      aria-orientation="vertical"
      className="absolute top-3 right-3 flex flex-col rounded-md border bg-panel"
    >
      <IconButton icon={Plus} label={t('topology.zoomIn')} onClick={() => stage.current?.zoomBy(STEP)} />
      <IconButton
        icon={Minus}
        label={t('topology.zoomOut')}
        onClick={() => stage.current?.zoomBy(1 / STEP)}
      />
      <IconButton icon={Scan} label={t('topology.fit')} onClick={() => stage.current?.fit()} />
      <IconButton
        icon={full ? Minimize : Expand}
        label={t(full ? 'topology.leaveFullscreen' : 'topology.fullscreen')}
        onClick={toggleFull}
      />
      <IconButton icon={Camera} label={t('topology.png')} onClick={() => void save()} />
      <IconButton icon={RotateCcw} label={t('topology.reset')} onClick={onReset} />
    </div>
  );
}
