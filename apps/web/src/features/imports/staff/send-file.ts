import { uploadPartBytes } from '@namc/inputs/imports';
import { keepTrying, Lost } from './keep-trying.ts';

/** An upload that failed, in words for the person who sent the file. */
export class UploadFault extends Error {}

/** Answers that another try may change: a busy server, and too many requests. */
export const isPassing = (status: number) => status >= 500 || status === 429 || status === 408;

/**
 * Sends a file in parts, so that neither a slow line nor a proxy ends the upload. A lost part is sent again. `onSent` is
 * told the bytes that have arrived.
 * @throws UploadFault if the upload cannot go on, Lost if the connection does not come back.
 */
export async function sendFile(
  file: File,
  importId: string,
  {
    onSent,
    ...trying
  }: { onSent: (bytes: number) => void; onRetry: (isRetrying: boolean) => void; signal: AbortSignal },
): Promise<void> {
  for (let from = 0; from < file.size; from += uploadPartBytes) {
    const part = await readPart(file, from);
    await keepTrying(() => sendPart(importId, from, part, trying.signal), trying);
    onSent(from + part.byteLength);
  }
}

function readPart(file: File, from: number): Promise<ArrayBuffer> {
  return file
    .slice(from, from + uploadPartBytes)
    .arrayBuffer()
    .catch((cause: unknown) => {
      throw new UploadFault(
        `${file.name} can no longer be read. It may have been moved or changed. Choose it again.`,
        { cause },
      );
    });
}

async function sendPart(
  importId: string,
  from: number,
  part: ArrayBuffer,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch(`/api/imports/${importId}?from=${from}`, {
    method: 'PUT',
    body: part,
    signal,
  }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new Lost('The portal didn’t respond.', { cause });
  });
  if (answer.ok) return;
  if (isPassing(answer.status)) throw new Lost(`The portal answered ${answer.status}.`);
  if (answer.status === 401)
    throw new UploadFault('You were signed out. Sign in, and upload the file again.');
  throw new UploadFault(await reasonOf(answer));
}

async function reasonOf(answer: Response): Promise<string> {
  const { error } = (await answer.json().catch(() => ({}))) as { error?: string };
  return error ?? 'The upload didn’t work. Upload the file again.';
}
