import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns';
import { request as plainRequest, type RequestOptions } from 'node:http';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '../../engine/public-host.ts';
import { isThisMachine } from '../../engine/this-machine.ts';
import type { WebhookMessage } from '../../health/tables.ts';

/** A message that did not arrive. Its words name no part of the address, which is a secret. `answer` is the HTTP status. */
export class WebhookFault extends Error {
  readonly answer: number | null;
  constructor(message: string, answer: number | null = null) {
    super(message);
    this.answer = answer;
  }
}

/** A server that says nothing for so long has not answered. */
const silenceMs = 10_000;

const closedNetwork = 'The address leads into a private network.';

/** Looks a name up at the moment of the connection, and refuses one that leads inside, so that no later answer can. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '');
    if (!found.every(({ address }) => isPublicAddress(address)))
      return done(new WebhookFault(closedNetwork), '');
    const [first] = found;
    if (options.all) return done(null, found);
    done(null, first?.address ?? '', first?.family);
  });
};

/** The value of the header `portal-signature`: HMAC-SHA256 of `time.body` under the webhook's secret, in hexadecimal. */
export function signatureOf(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * Sends a signed message, and returns the HTTP status, 200 to 299. It goes over https to the open internet, and with `mayStayHere` to
 * this machine too. It follows no redirect.
 * @throws WebhookFault
 */
export async function postWebhook(
  { address, secret }: { address: string; secret: string },
  message: WebhookMessage,
  { mayStayHere = false, signal }: { mayStayHere?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isHere = mayStayHere && isThisMachine(url.hostname);
  if (url.protocol !== 'https:' && !isHere)
    throw new WebhookFault('The address leads to a server without encryption.');
  if (!isHere && (isThisMachine(url.hostname) || (isIP(host) && !isPublicAddress(host))))
    throw new WebhookFault(closedNetwork);
  const body = JSON.stringify(message);
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'namc-portal',
      'portal-signature': signatureOf(secret, body, Math.floor(Date.now() / 1000)),
    },
    timeout: silenceMs,
    ...(isHere ? {} : { lookup: publicLookup }),
    ...(signal ? { signal } : {}),
  };
  const answer = await new Promise<number>((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? request : plainRequest)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('timeout', () => asked.destroy(new WebhookFault('The server said nothing for 10 seconds.')));
    asked.on('error', (error) => reject(faultOf(error)));
    asked.end(body);
  });
  if (answer < 200 || answer > 299) throw new WebhookFault(`The server answered ${answer}.`, answer);
  return answer;
}

/** The error's own words may hold the address. Its code does not. */
function faultOf(error: Error & { code?: unknown }): WebhookFault {
  if (error instanceof WebhookFault) return error;
  const code = typeof error.code === 'string' ? ` (${error.code})` : '';
  return new WebhookFault(`The server could not be reached${code}.`);
}
