import { Plus, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../data/session/use-session.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { type DeviceDetail, MOST_NOTES, MOST_TAG, MOST_TAGS } from '../../../nouns/devices/device.ts';
import { useDeviceSave } from '../../../nouns/devices/use-device-save.ts';
import { EditText } from '../../../nouns/edit/EditText.tsx';
import { SaveTrouble } from '../../../nouns/edit/SaveTrouble.tsx';
import { IconButton } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/layout/Card.tsx';
import { PageLink } from '../../../ui/PageLink.tsx';

interface DeviceProps {
  readonly device: DeviceDetail;
}

/** What people say of it: tags and notes. */
export function People({ device }: DeviceProps) {
  const { t } = useTranslation();
  const notes = useDeviceSave(device, (text: string) => ({ notes: text }));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Tags device={device} />
      <Card title={t('devices.page.notes')}>
        <EditText
          label={t('devices.page.notes')}
          value={device.notes}
          hint={t('devices.page.notesHint')}
          most={MOST_NOTES}
          several
          save={notes}
          what={t('devices.conflict.device')}
          theirs={(now) => now.notes}
          className="w-full justify-between"
        >
          {device.notes === '' ? (
            <span className="text-sm text-muted">{t('devices.page.noNotes')}</span>
          ) : (
            <span className="block text-sm wrap-anywhere whitespace-pre-wrap">{device.notes}</span>
          )}
        </EditText>
      </Card>
    </div>
  );
}

function Tags({ device }: DeviceProps) {
  const { t } = useTranslation();
  const { tags } = device;
  const mayChange = useMay('inventory:write');
  const save = useDeviceSave(device, (next: readonly string[]) => ({ tags: [...next] }));
  return (
    <Card title={t('devices.page.tags')}>
      <div className="flex flex-col gap-2">
        {tags.length === 0 ? <p className="text-sm text-muted">{t('devices.page.noTags')}</p> : null}
        <ul className="flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li
              key={tag}
              className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm bg-wash pr-0.5 pl-2 text-xs text-accent"
            >
              <PageLink to="/devices" search={{ tag }} className="truncate hover:underline">
                {tag}
              </PageLink>
              {mayChange ? (
                <button
                  type="button"
                  aria-label={t('devices.page.removeTag', { tag })}
                  disabled={save.saving}
                  onClick={() => void save.save(tags.filter((other) => other !== tag))}
                  className="rounded-sm p-0.5 hover:text-ink"
                >
                  <X size={12} aria-hidden />
                </button>
              ) : null}
            </li>
          ))}
        </ul>
        {mayChange ? (
          <AddTag tags={tags} saving={save.saving} add={(tag) => save.save([...tags, tag])} />
        ) : null}
        <SaveTrouble
          save={save}
          what={t('devices.conflict.device')}
          theirs={(now) => now.tags.join(', ')}
          mine={(mine) => mine.join(', ')}
          onDone={() => undefined}
        />
      </div>
    </Card>
  );
}

interface AddTagProps {
  readonly tags: readonly string[];
  readonly saving: boolean;
  readonly add: (tag: string) => Promise<boolean>;
}

function AddTag({ tags, saving, add }: AddTagProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const check = (tag: string): string | null => {
    if (tag === '') return t('devices.limit.tagEmpty');
    if (tag.length > MOST_TAG) return t('devices.limit.tag', { n: format.count(tag.length) });
    if (tags.includes(tag)) return t('devices.limit.tagTwice');
    return tags.length >= MOST_TAGS ? t('devices.limit.tags') : null;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const tag = text.trim();
    const wrong = check(tag);
    setProblem(wrong);
    if (wrong === null) void add(tag).then((added) => added && setText(''));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-1">
      <div className="flex gap-1.5">
        <label htmlFor={id} className="sr-only">
          {t('devices.page.addTag')}
        </label>
        <input
          id={id}
          value={text}
          placeholder={t('devices.page.addTag')}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-note`}
          onChange={(event) => setText(event.target.value)}
          className="h-7 min-w-0 grow rounded-md border bg-panel px-2 text-sm placeholder:text-muted aria-[invalid=true]:border-critical"
        />
        <IconButton
          type="submit"
          icon={Plus}
          look="plain"
          size="small"
          label={t('devices.page.addTag')}
          disabled={saving}
        />
      </div>
      {problem === null ? null : (
        <p id={`${id}-note`} className="text-xs text-critical">
          {problem}
        </p>
      )}
    </form>
  );
}
