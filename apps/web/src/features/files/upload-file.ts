import { type FileKind, filePartBytes } from '@namc/inputs/files';
import { type DetailedError, Upload } from 'tus-js-client';
import { apiClient, statusOf } from '../../lib/api.ts';

export interface UploadOptions {
  signal: AbortSignal;
  /** Told how many percent have arrived. */
  onProgress: (percent: number) => void;
}

/** A line that was cut has these milliseconds to come back. Each part that arrives begins them anew. */
const retryDelays = [0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000];

/**
 * Uploads a file in parts and lets the portal look at it. Returns the file's id. It goes on where a cut line, or a page that was left,
 * has ended it. @throws Error with the words of the portal’s refusal.
 */
export async function uploadFile(kind: FileKind, file: File, options: UploadOptions): Promise<string> {
  const upload = uploadOf(kind, file);
  const [begun] = await upload.findPreviousUploads();
  const old = begun?.uploadUrl ? { ...begun, fileId: begun.uploadUrl.split('/').at(-1) ?? '' } : undefined;
  if (old) {
    upload.resumeFromPreviousUpload(old);
    const isSent = await send(upload, options).then(
      () => true,
      (error: unknown) => {
        // The portal has forgotten it, or it was somebody else's on this computer.
        if (statusOf(error) === undefined) throw error;
        return false;
      },
    );
    if (isSent) return finish(old.fileId, options);
  }
  const { signal } = options;
  const fileId = await apiClient.files.begin.mutate({ kind, name: file.name, bytes: file.size }, { signal });
  try {
    await send(uploadOf(kind, file, `/api/uploads/${fileId}`), options);
  } catch (error) {
    if (signal.aborted) await apiClient.files.cancel.mutate({ fileId }).catch(() => undefined);
    throw error;
  }
  return finish(fileId, options);
}

async function finish(fileId: string, { signal }: UploadOptions): Promise<string> {
  await apiClient.files.finish.mutate({ fileId }, { signal });
  return fileId;
}

const uploadOf = (kind: FileKind, file: File, endpoint?: string) =>
  new Upload(file, {
    ...(endpoint ? { endpoint } : {}),
    chunkSize: filePartBytes,
    retryDelays,
    onShouldRetry: (error) => isPassing((error as DetailedError).originalResponse?.getStatus() ?? 0),
    fingerprint: async () => ['namc', kind, file.name, file.size, file.lastModified].join('-'),
    removeFingerprintOnSuccess: true,
  });

/** Answers that another try may change: none at all, a busy server, a part that came twice, and too many requests. */
const isPassing = (status: number) => status === 0 || status >= 500 || [409, 423, 429].includes(status);

const send = (upload: Upload, { signal, onProgress }: UploadOptions): Promise<void> =>
  new Promise((sent, failed) => {
    const stop = () => {
      void upload.abort();
      failed(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    upload.options.onProgress = (bytes, total) => onProgress(Math.floor((bytes / (total ?? bytes)) * 100));
    upload.options.onSuccess = () => {
      signal.removeEventListener('abort', stop);
      sent();
    };
    upload.options.onError = (error) => {
      signal.removeEventListener('abort', stop);
      failed(refusalOf(error));
    };
    if (signal.aborted) stop();
    else upload.start();
  });

/** The error in the form of the API's errors, which pages show. */
function refusalOf(error: Error): Error {
  const answer = (error as DetailedError).originalResponse;
  if (!answer) return error;
  let words: string | undefined;
  try {
    words = (JSON.parse(answer.getBody()) as { error?: string }).error;
  } catch {
    // The protocol's own answers are in words for programs.
  }
  return Object.assign(new Error(words ?? 'The upload didn’t work. Try again.', { cause: error }), {
    data: { httpStatus: answer.getStatus() },
  });
}
