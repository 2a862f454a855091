import { type Actor, forRequest } from '@namc/db';
import type { Permission } from '@namc/inputs/roles';
import { type AnyProcedure, initTRPC, TRPCError } from '@trpc/server';
import { actorOf, type Context } from './context.ts';
import { fieldProblems, Needed, toPublicError } from './http/errors.ts';
import type { Found } from './sign-in/session-store.ts';

/** Who may call a procedure: everyone, an account at any stage of membership, or staff who hold a permission. */
export type Allowed = 'everyone' | 'account' | Permission;

const t = initTRPC
  .context<Context>()
  .meta<{ allowed: Allowed }>()
  .create({
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

/**
 * The actor that somebody asks as, for what `allowed` names.
 * @throws TRPCError without a session, the permission, or the second step in this session.
 */
export function admit(allowed: Permission, signedIn: Found | undefined): Actor & { kind: 'staff' };
export function admit(allowed: Allowed, signedIn: Found | undefined): Actor;
export function admit(allowed: Allowed, signedIn: Found | undefined): Actor {
  if (allowed === 'everyone') return actorOf(signedIn);
  if (!signedIn) throw signInFirst();
  if (allowed === 'account') return actorOf(signedIn);
  const { account, session } = signedIn;
  if (!account.permissions.includes(allowed)) {
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: `This needs the permission ${allowed}, which an administrator gives.`,
      cause: new Needed(allowed),
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

/** Who may call a procedure, so that a download can ask the same gate. */
export function allowedBy(procedure: AnyProcedure): Allowed {
  const { meta } = procedure._def as { meta?: { allowed: Allowed } };
  if (!meta) throw new TypeError('This procedure does not say who may call it.');
  return meta.allowed;
}

const signInFirst = () =>
  new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.', cause: new Needed('sign-in') });

/** For everyone, signed in or not. */
export const publicProcedure = t.procedure.meta({ allowed: 'everyone' }).use(translatingErrors);

/** For every account, at any stage of membership. */
export const signedInProcedure = publicProcedure.meta({ allowed: 'account' }).use(({ ctx, next }) => {
  const { signedIn } = ctx;
  if (!signedIn) throw signInFirst();
  return next({ ctx: { signedIn, userId: signedIn.account.userId } });
});

/**
 * For staff who hold the permission, and have given their second factor in this session. They ask as staff. Whatever they
 * change may be somebody's standing, role, or what a role may do, so that it counts at the next request; unless the
 * procedure is `routine`, which never changes any of these.
 */
export const staffProcedure = (permission: Permission, kind: 'routine' | 'any' = 'any') =>
  signedInProcedure.meta({ allowed: permission }).use(async ({ ctx, next, type }) => {
    const result = await next({ ctx: { actor: admit(permission, ctx.signedIn) } });
    if (type === 'mutation' && kind === 'any' && result.ok) await ctx.store.forgetAll();
    return result;
  });
