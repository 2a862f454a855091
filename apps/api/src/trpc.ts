import { forRequest } from '@namc/db';
import { initTRPC } from '@trpc/server';
import type { Context } from './context.ts';
import { fieldProblems, toPublicError } from './errors.ts';

const t = initTRPC.context<Context>().create({
  // A stack never leaves the process, whatever NODE_ENV says.
  isDev: false,
  errorFormatter: ({ shape, error, ctx }) => ({
    ...shape,
    data: {
      ...shape.data,
      fields: fieldProblems(error.cause),
      /** What to name when asking for help; only for what went wrong on our side. */
      reference: error.code === 'INTERNAL_SERVER_ERROR' ? (ctx?.requestId ?? null) : null,
    },
  }),
});

/** In tRPC 11 `next` does not throw: it returns what happened, and this is the one place that translates it. */
const translatingErrors = t.middleware(async ({ next, ctx, path }) => {
  // A report and a slow transaction's line call it by the procedure that began it.
  const result = await next({ ctx: { db: forRequest(ctx.db, { name: path }) } });
  if (result.ok) return result;
  const error = toPublicError(result.error);
  if (error.code === 'INTERNAL_SERVER_ERROR') {
    ctx.logger.error({ err: error.cause, path, requestId: ctx.requestId }, 'a procedure failed');
  } else if (error.code === 'SERVICE_UNAVAILABLE') {
    // In a batch the answer's own status is that of a success: only this line tells of it.
    ctx.logger.warn({ err: error.cause, path, requestId: ctx.requestId }, 'a procedure had to give up');
  }
  throw error;
});

export const router = t.router;
export const procedure = t.procedure.use(translatingErrors);
export const createCaller = t.createCallerFactory;
