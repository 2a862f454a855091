import { mostAddendumFiles, sendAddendumInput } from '@namc/inputs/addenda';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../../lib/api.ts';
import { formatSize } from '../../../lib/formats.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { uploadFile } from '../../files/upload-file.ts';
import { UploadProgress } from '../../files/upload-progress.tsx';
import { becauseOf } from '../../files/upload-refusal.ts';
import { ClockNote } from '../posting/clock-note.tsx';
import { usePosting } from '../posting/posting-procedures.ts';
import { type Project, refreshProjects } from '../project-queries.ts';
import { timeZoneWords } from '../project-words.ts';
import { refreshAddenda } from './addenda-queries.ts';

interface Added {
  id: string;
  name: string;
  bytes: number;
}

/** An addendum with its files. Nothing of it can be changed once it is sent. */
export function SendAddendum({ project, leave }: { project: Project; leave: () => void }) {
  const zone = project.deadlineTimeZone;
  const form = useSchemaForm(
    sendAddendumInput,
    {
      projectId: project.id,
      title: '',
      content: '',
      deadline: '',
      fileIds: [],
    },
    { key: `addendum ${project.id}`, names: ['title', 'content', 'deadline'] },
  );
  const [files, setFiles] = useState<Added[]>([]);
  const { mutateAsync } = useMutation(usePosting().addenda.send.mutationOptions());
  return (
    <Form
      form={form}
      action="Send the addendum"
      working="Sending…"
      labels={{ title: 'Title', content: 'Text', deadline: 'New deadline' }}
      submit={async (values) => {
        const number = await mutateAsync({ ...values, fileIds: files.map(({ id }) => id) });
        await Promise.all([refreshAddenda(), refreshProjects()]);
        toast(`Addendum ${number} is sent.`);
      }}
      done={leave}
    >
      <p>
        All who follow the project or have bid on it are told, and have to acknowledge it. Once it is sent, it
        can’t be changed.
      </p>
      <InputField form={form} name="title" label="Title" maxLength={200} autoComplete="off" />
      <TextareaField form={form} name="content" label="Text" rows={8} maxLength={20_000} />
      <InputField
        form={form}
        name="deadline"
        label="New deadline"
        type="datetime-local"
        isOptional
        hint={`In ${timeZoneWords[zone] ?? zone}. It can only be later than the one that stands.`}
      />
      <ClockNote form={form} name="deadline" zone={zone} />
      <AddendumFiles files={files} change={setFiles} />
    </Form>
  );
}

function AddendumFiles({
  files,
  change,
}: {
  files: Added[];
  change: (next: (before: Added[]) => Added[]) => void;
}) {
  const rules = useQuery(api.files.getRules.queryOptions({ kind: 'ADDENDUM_FILE' }));
  const [percent, setPercent] = useState<number>();
  const [problem, setProblem] = useState<{ error: unknown; because: string | undefined }>();
  const stop = useRef<AbortController>(undefined);
  // Closing the dialog ends the upload.
  useEffect(() => () => stop.current?.abort(), []);
  const send = async (file: File) => {
    const most = Math.min(rules.data?.mostBytes ?? 0, rules.data?.quotaLeft ?? 0);
    if (file.size > most) {
      const because = `${file.name} has ${formatSize(file.size)}. A file can have up to ${formatSize(most)}.`;
      return setProblem({ error: new Error(because), because });
    }
    const own = new AbortController();
    stop.current = own;
    setProblem(undefined);
    setPercent(0);
    try {
      const id = await uploadFile('ADDENDUM_FILE', file, { signal: own.signal, onProgress: setPercent });
      change((before) => [...before, { id, name: file.name, bytes: file.size }]);
    } catch (error) {
      if (!own.signal.aborted) setProblem({ error, because: becauseOf(error) });
    } finally {
      setPercent(undefined);
    }
  };
  return (
    <fieldset className="space-y-3">
      <legend className="font-semibold">
        Files <span className="font-normal text-text-2">(optional)</span>
      </legend>
      {files.length > 0 && (
        <ul aria-label="Files of the addendum" className="space-y-2">
          {files.map(({ id, name, bytes }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0 wrap-anywhere">
                {name} <span className="text-dense text-text-2">{formatSize(bytes)}</span>
              </span>
              <Button onClick={() => change((before) => before.filter((file) => file.id !== id))}>
                Remove<span className="sr-only"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <ErrorPanel
          what="Couldn’t add the file"
          error={problem.error}
          {...(problem.because ? { because: problem.because } : {})}
        />
      )}
      {percent !== undefined ? (
        <UploadProgress percent={percent} cancel={() => stop.current?.abort()} />
      ) : (
        rules.data &&
        files.length < mostAddendumFiles && (
          <label
            className={buttonClass(
              'secondary',
              'cursor-pointer focus-within:outline-2 focus-within:outline-offset-2',
            )}
          >
            Add a file
            <input
              type="file"
              accept={rules.data.contentTypes.join(',')}
              className="sr-only"
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                target.value = '';
                if (file) void send(file);
              }}
            />
          </label>
        )
      )}
    </fieldset>
  );
}
