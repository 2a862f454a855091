import { type Actor, forRequest } from '@namc/db';
import type { Permission } from '@namc/inputs/roles';
import { initTRPC, TRPCError } from '@trpc/server';
import type { Context } from './context.ts';
import { fieldProblems, Needed, toPublicError } from './http/errors.ts';
import type { Found } from './sign-in/session-store.ts';

const t = initTRPC.context<Context>().create({
  // A stack never leaves the process, whatever NODE_ENV says.
  isDev: false,
  errorFormatter: ({ shape, error, ctx }) => ({
    ...shape,
    data: {
      ...shape.data,
      fields: fieldProblems(error.cause),
      /** What the person lacks: `sign-in`, `two-factor`, or a permission's code. */
      needs: error.cause instanceof Needed ? error.cause.what : null,
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
/** For everybody. */
export const procedure = t.procedure.use(translatingErrors);

const signInFirst = () =>
  new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.', cause: new Needed('sign-in') });

/** For whoever is signed in, at any stage of membership. */
export const signedInProcedure = procedure.use(({ ctx, next }) => {
  const { signedIn } = ctx;
  if (!signedIn) {
    throw signInFirst();
  }
  return next({ ctx: { signedIn, userId: signedIn.account.userId } });
});

/** The actor that staff ask as. @throws TRPCError without the permission, or the second step in this session. */
export function staffActor(signedIn: Found | undefined, permission: Permission): Actor & { kind: 'staff' } {
  if (!signedIn) throw signInFirst();
  const { account, session } = signedIn;
  if (!account.permissions.includes(permission)) {
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: `This needs the permission ${permission}, which an administrator gives.`,
      cause: new Needed(permission),
    });
  }
  if (!session.twoFactorAt) {
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: 'Staff sign in with a second step: set it up in your settings, or sign in again with it.',
      cause: new Needed('two-factor'),
    });
  }
  return { kind: 'staff', userId: account.userId };
}

/**
 * For staff who hold the permission, and have given their second factor in this session. They ask as staff. Whatever they
 * change may be somebody's standing, role, or what a role may do, so that it counts at the next request; unless the
 * procedure is `routine`, which never changes any of these.
 */
export const staffProcedure = (permission: Permission, kind: 'routine' | 'any' = 'any') =>
  signedInProcedure.use(async ({ ctx, next, type }) => {
    const result = await next({ ctx: { actor: staffActor(ctx.signedIn, permission) } });
    if (type === 'mutation' && kind === 'any' && result.ok) await ctx.store.forgetAll();
    return result;
  });
