import { uploadPartBytes } from '@namc/inputs/imports';

/**
 * Sends a file in parts, so that neither a slow line nor a proxy ends the upload. `onSent` is told the bytes that have
 * arrived.
 */
export async function sendFile(
  file: File,
  importId: string,
  { onSent, signal }: { onSent: (bytes: number) => void; signal: AbortSignal },
): Promise<void> {
  for (let from = 0; from < file.size; from += uploadPartBytes) {
    const part = file.slice(from, from + uploadPartBytes);
    const answer = await fetch(`/api/imports/${importId}?from=${from}`, {
      method: 'PUT',
      body: part,
      signal,
    });
    if (!answer.ok) throw new Error(await reasonOf(answer));
    onSent(from + part.size);
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const { error } = (await answer.json().catch(() => ({}))) as { error?: string };
  return error ?? 'The connection was lost. Upload the file again.';
}
