import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/**
 * Cuts the connection. The HTTP adapter would end a failed stream as if it were complete, with the error message as
 * its last line. Without a socket, as in a test, there is nothing to cut.
 */
export function breakOffOf(c: Context): (() => void) | undefined {
  const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
  return outgoing && (() => void outgoing.destroy());
}
