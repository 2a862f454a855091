import type { App } from '../app.ts';
import { beginningOf } from '../http/read-stream.fixture.ts';

export type Browser = ReturnType<typeof openBrowser>;

/** A browser: it stores cookies and drops expired ones. `headers` is called before each request. */
export function openBrowser(app: App, headers: () => Record<string, string> = () => ({})) {
  const cookies = new Map<string, string>();
  const request = async (path: string, init: RequestInit) => {
    const answer = await app.request(path, {
      ...init,
      headers: {
        'Content-Type': 'application/json',
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers(),
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /Max-Age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const send = async (path: string, init: RequestInit) => {
    const answer = await request(path, init);
    const body = (await answer.json()) as {
      result?: { data?: unknown };
      error?: { message: string; data: object };
    };
    return { status: answer.status, data: body.result?.data as never, error: body.error, answer };
  };
  return {
    cookies,
    tell: (procedure: string, input: object = {}) =>
      send(`/trpc/${procedure}`, { method: 'POST', body: JSON.stringify(input) }),
    ask: (procedure: string, input?: object) =>
      send(`/trpc/${procedure}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`, {
        method: 'GET',
      }),
    /** Reads the beginning of a stream, and leaves. */
    follow: async (procedure: string, input: object = {}) => {
      const leave = new AbortController();
      const path = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
      const answer = await request(path, { method: 'GET', signal: leave.signal });
      const { status } = await beginningOf(answer);
      leave.abort();
      return { status, answer };
    },
  };
}
