import { type KeyboardEvent, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GraphView } from '../../graph/view/graph-view.ts';
import { isArrow } from '../../graph/view/steps.ts';
import type { ViewEvents, ViewWords } from '../../graph/view/view-contract.ts';
import type { PictureListener } from './use-topology.ts';

export interface StageHandle {
  fit(): void;
  zoomBy(factor: number): void;
  flyTo(devices: readonly number[]): void;
  toPng(): Promise<Blob | null>;
}

interface StageProps extends Omit<ViewEvents, 'chosen'> {
  readonly chosenByHand: (device: number) => void;
  readonly attach: (listener: PictureListener | null) => void;
  readonly words: ViewWords;
  /** Changes with `words`. */
  readonly wordsKey: string;
  readonly chosen: number;
  readonly found: readonly number[];
  readonly hulls: boolean;
  readonly label: string;
  readonly ref: React.Ref<StageHandle>;
}

/** The picture, and the keys that work on it. */
export function Stage(props: StageProps) {
  const { attach, words, wordsKey, chosen, found, hulls, label, ref } = props;
  const { t } = useTranslation();
  const help = useId();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<GraphView | null>(null);
  const now = useRef(props);
  now.current = props;
  const [drawn, setDrawn] = useState(true);

  useEffect(() => {
    // In a task of its own: the page is drawn first, then shaders and icons are made.
    const timer = setTimeout(() => {
      if (host.current === null) return;
      const started = new GraphView(
        host.current,
        {
          hovered: (device) => now.current.hovered(device),
          chosen: (device) => now.current.chosenByHand(device),
          opened: (device) => now.current.opened(device),
          moved: (device, x, y) => now.current.moved(device, x, y),
        },
        now.current.words,
      );
      const works = started.start();
      setDrawn(works);
      if (!works) return;
      view.current = started;
      started.setHulls(now.current.hulls);
      attach({
        network(message) {
          started.setNetwork(message.network, message.sameQuestion);
        },
        positions(message) {
          started.setPositions(message);
        },
      });
      started.choose(now.current.chosen);
      started.setFound(now.current.found);
    });
    return () => {
      clearTimeout(timer);
      attach(null);
      view.current?.stop();
      view.current = null;
    };
  }, [attach]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the words.
  useEffect(() => view.current?.setWords(words), [wordsKey]);
  // Each time: another network has forgotten both, and the same index may be another device.
  useEffect(() => {
    view.current?.choose(chosen);
    view.current?.setFound(found);
  });
  useEffect(() => view.current?.setHulls(hulls), [hulls]);
  useImperativeHandle(ref, () => ({
    fit: () => view.current?.fit(),
    zoomBy: (factor) => view.current?.zoomBy(factor),
    flyTo: (devices) => view.current?.flyTo(devices),
    toPng: () => view.current?.toPng() ?? Promise.resolve(null),
  }));

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isArrow(key)) view.current?.arrow(key);
    else if (key === '+' || key === '=') view.current?.zoomBy(1.4);
    else if (key === '-') view.current?.zoomBy(1 / 1.4);
    else if (key === '0') view.current?.fit();
    else if (key === 'Enter' && chosen >= 0) props.opened(chosen);
    else return;
    event.preventDefault();
  };

  if (!drawn) return <p className="m-auto max-w-prose p-6 text-center text-sm">{t('topology.noWebgl')}</p>;
  return (
    <>
      <div
        ref={host}
        role="application"
        aria-label={label}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys lead from device to device in here.
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="absolute inset-0 touch-none overflow-hidden select-none"
      />
      <p id={help} className="sr-only">
        {t('topology.keys')}
      </p>
    </>
  );
}
