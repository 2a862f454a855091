import { Failure, type FailureCode, InvalidInput } from '@namc/db/errors';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { Context, ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { RequestIdVariables } from 'hono/request-id';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import { z } from 'zod';

const codes: Record<FailureCode, TRPCError['code']> = {
  not_found: 'NOT_FOUND',
  invalid_input: 'BAD_REQUEST',
  refused: 'PRECONDITION_FAILED',
  busy: 'SERVICE_UNAVAILABLE',
  unavailable: 'SERVICE_UNAVAILABLE',
  canceled: 'CLIENT_CLOSED_REQUEST',
};

/** Names the missing requirement, such as signing in or a permission. */
export class Needed extends Error {
  readonly what: string;
  constructor(what: string) {
    super(what);
    this.what = what;
  }
}

/** An input field and its error. */
export interface FieldProblem {
  field: string;
  message: string;
}

/** The error that a client receives: the data layer's own message, and no details of a defect. */
export function toPublicError(error: unknown): TRPCError {
  const cause = error instanceof TRPCError && error.cause !== undefined ? error.cause : error;
  if (cause instanceof Failure) {
    return new TRPCError({ code: codes[cause.code], message: cause.message, cause });
  }
  if (cause instanceof z.core.$ZodError) {
    return new TRPCError({
      code: 'BAD_REQUEST',
      message: fieldProblems(cause).map(inWords).join(' '),
      cause,
    });
  }
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  return new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Something went wrong on our side.',
    cause,
  });
}

export function fieldProblems(cause: unknown): FieldProblem[] {
  if (cause instanceof InvalidInput) {
    return [{ field: cause.field, message: cause.message.slice(cause.field.length + 2) }];
  }
  if (!(cause instanceof z.core.$ZodError)) return [];
  return cause.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
}

function inWords({ field, message }: FieldProblem): string {
  return field ? `${field}: ${message}.` : `${message}.`;
}

/**
 * Translates errors of routes beside the procedures in the same way as tRPC's errors. `answerProcedure` makes the answer
 * for a procedure that could not begin, for example because the caller's session could not be read.
 */
export function answerErrors<E extends { Variables: RequestIdVariables }>(
  logger: Logger,
  answerProcedure: (error: TRPCError, c: Context<E>) => object,
): ErrorHandler<E> {
  return (error, c) => {
    if (error instanceof HTTPException) return error.res ?? c.json({ error: error.message }, error.status);
    const known = toPublicError(error);
    const status = getHTTPStatusCodeFromError(known) as ContentfulStatusCode;
    const reference = c.get('requestId');
    if (status >= 500) logger.error({ err: known.cause, requestId: reference }, 'a request failed');
    if (c.req.path.startsWith('/trpc/')) return c.json(answerProcedure(known, c), status);
    return c.json({ error: known.message, fields: fieldProblems(known.cause), reference }, status);
  };
}
