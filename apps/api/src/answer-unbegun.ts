import { type AnyProcedure, getErrorShape, type TRPCError } from '@trpc/server';
import type { Context as HttpContext } from 'hono';
import type { TimedVariables } from './http/request-log.ts';
import { classOfProcedure } from './http/service-classes.ts';
import type { ServiceMeter } from './http/service-meter.ts';
import { appRouter } from './router.ts';
import { outcomeOf } from './trpc.ts';

const types = new Map(
  Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>).map(
    ([path, procedure]) => [path, procedure._def.type],
  ),
);

/**
 * Answers procedures that could not begin, for example because the database was away when the caller's session had to be
 * read. Pages read the answer like any procedure's, and each procedure counts in the service levels.
 */
export function answerUnbegun(
  meter: ServiceMeter,
): <E extends { Variables: TimedVariables }>(error: TRPCError, c: HttpContext<E>) => object {
  return (error, c) => {
    for (const path of c.req.path.slice('/trpc/'.length).split(',')) {
      const type = types.get(path);
      if (!type) continue;
      meter.request(classOfProcedure(path, type), performance.now() - c.get('began'), outcomeOf(error));
    }
    const shape = getErrorShape({
      config: appRouter._def._config,
      error,
      type: 'unknown',
      path: undefined,
      input: undefined,
      ctx: undefined,
    });
    const reference = error.code === 'INTERNAL_SERVER_ERROR' ? c.get('requestId') : null;
    return { error: { ...shape, data: { ...shape.data, reference } } };
  };
}
