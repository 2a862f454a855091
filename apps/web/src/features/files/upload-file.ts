import { type FileKind, filePartBytes } from '@namc/inputs/files';
import { type DetailedError, Upload } from 'tus-js-client';
import { api, apiClient, queryClient, statusOf } from '../../lib/api.ts';

export interface UploadOptions {
  signal: AbortSignal;
  /** Told how many percent have arrived. */
  onProgress: (percent: number) => void;
}

/** The portal's refusal of a part of an upload, in words for the person who chose the file. */
export class UploadRefusal extends Error {
  readonly status: number;
  constructor(status: number, words: string, cause: unknown) {
    super(words, { cause });
    this.status = status;
  }
}

/** The cause of a failed upload in words. Undefined for one that `ErrorPanel` words itself. */
export const becauseOf = (error: unknown): string | undefined =>
  error instanceof UploadRefusal ? error.message : undefined;

/** True for a failure that the same file may not have again. A refusal of the file stays. */
export function mayPass(error: unknown): boolean {
  const status = error instanceof UploadRefusal ? error.status : statusOf(error);
  return status === undefined || isPassing(status);
}

/** A line that was cut has these milliseconds to come back. Each part that arrives begins them anew. */
const retryDelays = [0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000];

/**
 * Uploads a file in parts and lets the portal look at it. Returns the file's id. It goes on where a cut line, or a page that was left,
 * has ended it. @throws UploadRefusal, and the errors of the API.
 */
export async function uploadFile(kind: FileKind, file: File, options: UploadOptions): Promise<string> {
  const mark = await markOf(kind, file);
  const upload = uploadOf(file, mark);
  const [begun] = mark ? await upload.findPreviousUploads() : [];
  const old = begun?.uploadUrl ? { ...begun, fileId: begun.uploadUrl.split('/').at(-1) ?? '' } : undefined;
  if (old) {
    upload.resumeFromPreviousUpload(old);
    const isSent = await send(upload, options).then(
      () => true,
      (error: unknown) => {
        // The portal has forgotten the upload. Other failures may pass.
        if (error instanceof UploadRefusal && !mayPass(error) && error.status !== 401) return false;
        throw error;
      },
    );
    if (isSent) return finish(old.fileId, options);
  }
  const { signal } = options;
  const fileId = await apiClient.files.begin.mutate({ kind, name: file.name, bytes: file.size }, { signal });
  try {
    await send(uploadOf(file, mark, `/api/uploads/${fileId}`), options);
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

/**
 * The name under which the browser notes where an upload of this file by this person goes on. It holds neither the file's name nor
 * the person: the next person at the computer reads nothing from it, and goes on with nobody else's upload. Null without a way to
 * make one.
 */
async function markOf(kind: FileKind, file: File): Promise<string | null> {
  const me = queryClient.getQueryData(api.accounts.findMe.queryKey());
  // Browsers have no digests on a page that came over an open line.
  if (!me || !crypto.subtle) return null;
  const facts = JSON.stringify([me.userId, kind, file.name, file.size, file.lastModified]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(facts));
  return `namc-${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

const uploadOf = (file: File, mark: string | null, endpoint?: string) =>
  new Upload(file, {
    ...(endpoint ? { endpoint } : {}),
    chunkSize: filePartBytes,
    retryDelays,
    onShouldRetry: (error) => isPassing((error as DetailedError).originalResponse?.getStatus() ?? 0),
    // The library does without one, which its types do not say.
    fingerprint: async () => mark as string,
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

/** The refusal in the portal's words. A line that stays cut has no answer, and its error stays as it is. */
function refusalOf(error: Error): Error {
  const answer = (error as DetailedError).originalResponse;
  const status = answer?.getStatus();
  if (!answer || !status) return error;
  if (status === 401)
    return new UploadRefusal(
      status,
      'You were signed out. Sign in, and choose the same file to go on.',
      error,
    );
  let words: string | undefined;
  try {
    words = (JSON.parse(answer.getBody()) as { error?: string }).error;
  } catch {
    // The protocol's own answers are in words for programs.
  }
  return new UploadRefusal(status, words ?? 'The upload didn’t work. Choose the file again.', error);
}
