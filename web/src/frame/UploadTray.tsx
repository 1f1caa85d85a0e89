import { CircleCheck, CircleX, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../data/live.ts';
import { shownOrganisation } from '../data/session/organisation.ts';
import { cancelUpload, clearUploads, type Upload, useUploads } from '../data/uploads.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Progress } from '../ui/Progress.tsx';
import { useProblemText } from '../ui/states/use-problem-text.ts';

/** Uploads, on whatever page they were begun or left. */
export function UploadTray() {
  const { t } = useTranslation();
  const uploads = useUploads().filter(({ organisation }) => organisation === shownOrganisation());
  if (uploads.length === 0) return null;
  const running = uploads.some(({ state }) => state === 'waiting' || state === 'sending');
  return (
    <section
      aria-label={t('frame.uploads.title')}
      className="appear fixed right-3 bottom-3 z-40 flex max-h-[50vh] w-[min(24rem,calc(100vw-1.5rem))] flex-col rounded-md border bg-panel shadow-lg shadow-black/10"
    >
      <header className="flex items-center justify-between border-b py-1 pr-1 pl-3">
        <h2 className="text-sm">{t('frame.uploads.title')}</h2>
        {running ? (
          <span className="h-7" />
        ) : (
          <Button size="small" look="quiet" onClick={clearUploads}>
            {t('frame.uploads.clear')}
          </Button>
        )}
      </header>
      <ul className="overflow-y-auto" aria-live="polite">
        {uploads.map((upload) => (
          <UploadItem key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

function UploadItem({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const { id, name, sizeBytes, sentBytes, state } = upload;
  return (
    <li className="flex items-center gap-2 border-b px-3 py-2 last:border-b-0">
      <div className="flex min-w-0 grow flex-col gap-1">
        <span className="truncate text-sm font-medium">{name}</span>
        {state === 'sending' ? (
          <Progress label={name} share={sizeBytes === 0 ? 1 : sentBytes / sizeBytes} />
        ) : null}
        <UploadState upload={upload} />
      </div>
      {state === 'sent' ? <CircleCheck size={16} aria-hidden className="shrink-0 text-good" /> : null}
      {state === 'failed' ? <CircleX size={16} aria-hidden className="shrink-0 text-critical" /> : null}
      {state === 'waiting' || state === 'sending' ? (
        <IconButton
          icon={X}
          size="small"
          label={t('frame.uploads.cancel', { name })}
          onClick={() => cancelUpload(id)}
        />
      ) : null}
    </li>
  );
}

function UploadState({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const { imports } = useLive();
  const { state, answer, problem, sentBytes, sizeBytes } = upload;
  if (state === 'failed') {
    const { what, kept, todo } = problemText(problem);
    return (
      <p className="text-xs">
        <span className="font-medium text-critical">{what}</span> {kept} {todo}
      </p>
    );
  }
  if (state === 'sent') {
    const reading = answer === null ? undefined : imports[answer.capture.id];
    if (reading?.status === 'failed') return <p className="text-xs text-critical">{reading.error}</p>;
    const word = reading?.status === 'imported' ? 'ready' : (answer?.outcome ?? 'started');
    return <p className="text-xs text-muted">{t(`frame.uploads.${word}`)}</p>;
  }
  if (state === 'waiting') return <p className="text-xs text-muted">{t('frame.uploads.waiting')}</p>;
  const sent = { sent: format.bytes(sentBytes), size: format.bytes(sizeBytes) };
  return <p className="text-xs text-muted">{t('frame.uploads.sending', sent)}</p>;
}
