import { createHash } from 'node:crypto';
import { request } from 'node:http';

/** Uploads and downloads files as the browser of a signed-in person does. */
export function uploader(port: number, cookie: string) {
  const origin = `http://127.0.0.1:${port}`;
  // Requests come from 200 networks in turn, because the portal answers so many a minute from one.
  let asked = 0;
  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Buffer | string,
  ) => {
    asked += 1;
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: { cookie, origin, 'x-forwarded-for': `${20 + (asked % 200)}.1.1.1`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const call = async (procedure: string, input: object): Promise<string> => {
    const json = { 'content-type': 'application/json' };
    const answer = await ask('POST', `/trpc/files.${procedure}`, json, JSON.stringify(input));
    return ((await answer.json()) as { result: { data: string } }).result.data;
  };
  const protocol = { 'Tus-Resumable': '1.0.0' };
  const ofPart = (from: number) => ({
    ...protocol,
    'Upload-Offset': String(from),
    'Content-Type': 'application/offset+octet-stream',
  });

  const begin = async (name: string, bytes: number): Promise<string> => {
    const fileId = await call('begin', { kind: 'CERTIFICATE', name, bytes });
    await ask('POST', `/api/uploads/${fileId}`, { ...protocol, 'Upload-Length': String(bytes) });
    return fileId;
  };
  const send = async (fileId: string, from: number, part: Buffer): Promise<void> => {
    await ask('PATCH', `/api/uploads/${fileId}`, ofPart(from), part);
  };
  const finish = (fileId: string) => call('finish', { fileId });
  return {
    begin,
    send,
    finish,
    upload: async (name: string, part: Buffer, bytes: number): Promise<void> => {
      const fileId = await begin(name, bytes);
      await send(fileId, 0, part);
      await finish(fileId);
    },
    /** Sends half of a part, and then the line is cut. */
    cut: async (fileId: string, from: number, part: Buffer): Promise<void> => {
      const headers = { cookie, origin, ...ofPart(from), 'Content-Length': part.length };
      const begun = request(`${origin}/api/uploads/${fileId}`, { method: 'PATCH', headers });
      const ended = new Promise((resolve) => begun.once('close', resolve));
      // The cut is an error here, and meant.
      begun.on('error', () => undefined);
      begun.write(part.subarray(0, part.length / 2), () => setTimeout(() => begun.destroy(), 200));
      await ended;
      // The portal notices the end of the line, and writes what has come.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    },
    /** The bytes that have arrived. */
    arrived: async (fileId: string): Promise<number> => {
      const { headers } = await ask('HEAD', `/api/uploads/${fileId}`, protocol);
      return Number(headers.get('Upload-Offset'));
    },
    /** The SHA-256 of the file as the portal sends it. */
    hash: async (fileId: string): Promise<string> => {
      const hash = createHash('sha256');
      const { body } = await ask('GET', `/api/files/${fileId}`);
      for await (const chunk of body ?? []) hash.update(chunk);
      return hash.digest('hex');
    },
  };
}
