import { isThisMachine } from './this-machine.ts';

/**
 * The sum is shorter than the queue's time limit. After that limit the queue considers this worker dead and lets
 * another one send the mail.
 */
const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * The options of a connection to a mail server. To another machine, mail goes over TLS or not at all: it holds links that
 * let people in, and a server in between could take away the offer of STARTTLS.
 */
export const smtpOptions = (url: string) => ({
  url,
  ...limits,
  requireTLS: !isThisMachine(new URL(url).hostname),
});
