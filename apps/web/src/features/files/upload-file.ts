import { type FileKind, filePartBytes, type MemberFileKind } from '@namc/inputs/files';
import { type DetailedError, Upload } from 'tus-js-client';
import { api, apiClient, queryClient } from '../../lib/api.ts';
import { hasLeft, isPassing, mayPass, UploadRefusal } from './upload-refusal.ts';

export interface UploadOptions {
  signal: AbortSignal;
  /** Told how many percent have arrived. */
  onProgress: (percent: number) => void;
  /** Told true while the line is cut and the page tries again, and false once bytes arrive. */
  onRetry?: (isRetrying: boolean) => void;
}

/** The way of an upload: the procedures that take it, and the address of its bytes. Members and staff have different ones. */
export interface UploadWay {
  kind: FileKind;
  begin: (file: File, signal: AbortSignal) => Promise<string>;
  cancel: (fileId: string) => Promise<unknown>;
  address: '/api/uploads' | '/api/uploads/for-staff';
  partBytes: number;
}

/** A line that was cut has these milliseconds to come back. Each part that arrives begins them anew. */
const retryDelays = [0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000];

const wayOfMembers = (kind: MemberFileKind): UploadWay => ({
  kind,
  begin: ({ name, size }, signal) => apiClient.files.begin.mutate({ kind, name, bytes: size }, { signal }),
  cancel: (fileId) => apiClient.files.cancel.mutate({ fileId }),
  address: '/api/uploads',
  partBytes: filePartBytes,
});

/**
 * Uploads a file in parts and lets the portal look at it. Returns the file's id. @throws UploadRefusal, and the errors of the API.
 */
export async function uploadFile(kind: MemberFileKind, file: File, options: UploadOptions): Promise<string> {
  const fileId = await sendFile(wayOfMembers(kind), file, options);
  await apiClient.files.finish.mutate({ fileId }, { signal: options.signal });
  return fileId;
}

/**
 * Sends a file in parts, and returns its id once all of them have arrived. It goes on where a cut line, or a page that was left, has
 * ended it. @throws UploadRefusal, and the errors of the API.
 */
export async function sendFile(way: UploadWay, file: File, options: UploadOptions): Promise<string> {
  const { signal } = options;
  const mark = await markOf(way.kind, file);
  const upload = uploadOf(way, file, mark, options);
  const [begun] = mark ? await upload.findPreviousUploads() : [];
  const old = begun?.uploadUrl ? { ...begun, fileId: begun.uploadUrl.split('/').at(-1) ?? '' } : undefined;
  const sendOrCancel = async (fileId: string, one: Upload) => {
    try {
      await send(one, options);
    } catch (error) {
      if (signal.aborted && signal.reason !== hasLeft) await way.cancel(fileId).catch(() => undefined);
      throw error;
    }
  };
  if (old) {
    upload.resumeFromPreviousUpload(old);
    const isSent = await sendOrCancel(old.fileId, upload).then(
      () => true,
      (error: unknown) => {
        // The portal has forgotten the upload. Other failures may pass.
        if (error instanceof UploadRefusal && !mayPass(error) && error.status !== 401) return false;
        throw error;
      },
    );
    if (isSent) return old.fileId;
  }
  const fileId = await way.begin(file, signal);
  await sendOrCancel(fileId, uploadOf(way, file, mark, options, `${way.address}/${fileId}`));
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

const uploadOf = (
  { partBytes }: UploadWay,
  file: File,
  mark: string | null,
  { onRetry }: UploadOptions,
  endpoint?: string,
) =>
  new Upload(file, {
    ...(endpoint ? { endpoint } : {}),
    chunkSize: partBytes,
    retryDelays,
    onShouldRetry: (error) => {
      const passes = isPassing((error as DetailedError).originalResponse?.getStatus() ?? 0);
      if (passes) onRetry?.(true);
      return passes;
    },
    // The library does without one, which its types do not say.
    fingerprint: async () => mark as string,
    removeFingerprintOnSuccess: true,
  });

const send = (upload: Upload, { signal, onProgress, onRetry }: UploadOptions): Promise<void> =>
  new Promise((sent, failed) => {
    const stop = () => {
      void upload.abort();
      failed(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    upload.options.onProgress = (bytes, total) => onProgress(Math.floor((bytes / (total ?? bytes)) * 100));
    upload.options.onChunkComplete = () => onRetry?.(false);
    upload.options.onSuccess = () => {
      onRetry?.(false);
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
