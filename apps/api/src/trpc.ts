import { type Actor, forRequest } from '@namc/db';
import type { SignedIn } from '@namc/db/sign-in/queries';
import { liveBeatSeconds, liveDeadSeconds } from '@namc/inputs/live-events';
import { type Permission, roleNeededFor } from '@namc/inputs/roles';
import { type AnyProcedure, initTRPC, TRPCError } from '@trpc/server';
import { actorOf } from './actors.ts';
import type { Context } from './context.ts';
import { fieldProblems, Needed, toPublicError } from './http/errors.ts';
import { classOfProcedure } from './http/service-classes.ts';
import type { RequestOutcome } from './http/service-meter.ts';

/**
 * The callers a procedure allows: everyone, any account at any stage of membership, or staff with a permission.
 */
export type Allowed = 'everyone' | 'account' | Permission;

const t = initTRPC
  .context<Context>()
  .meta<{ allowed: Allowed }>()
  .create({
    // Keeps stack traces inside the process, whatever NODE_ENV is.
    isDev: false,
    sse: {
      // Proxies end connections on which nothing passes, and a page takes a silent one for dead.
      ping: { enabled: true, intervalMs: liveBeatSeconds * 1000 },
      client: { reconnectAfterInactivityMs: liveDeadSeconds * 1000 },
    },
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      data: {
        ...shape.data,
        fields: fieldProblems(error.cause),
        /** The missing requirement: `sign-in`, `two-factor` to be set up, a `code`, or a permission. */
        needs: error.cause instanceof Needed ? error.cause.what : null,
        /** A reference for the person to quote when they ask for help; only for failures on our side. */
        reference: error.code === 'INTERNAL_SERVER_ERROR' ? (ctx?.requestId ?? null) : null,
      },
    }),
  });

const outcomes: Partial<Record<TRPCError['code'], RequestOutcome>> = {
  INTERNAL_SERVER_ERROR: 'FAILED',
  SERVICE_UNAVAILABLE: 'FAILED',
  TIMEOUT: 'FAILED',
  CLIENT_CLOSED_REQUEST: 'CANCELED',
};

/** Some errors are failures of the portal, or nobody's answer. The others are regular answers. */
export const outcomeOf = (error: TRPCError): RequestOutcome => outcomes[error.code] ?? 'ANSWERED';

/**
 * In tRPC 11 `next` does not throw: it returns the outcome. This is the one place that translates errors. Each step
 * that a procedure passes makes tRPC copy its options, so this one also counts what visitors ask, and measures.
 */
const answering = t.middleware(async ({ next, ctx, path, type }) => {
  // Visitors share the portal's time: each network may ask so many questions a minute. A batch holds several.
  if (type === 'query' && !ctx.signedIn) {
    await ctx.limits.countNetwork('question by address', ctx.caller.origin.address);
  }
  // Metrics and the log name each transaction after its procedure. To change the context makes tRPC copy it.
  const result = await next(ctx.isNamed ? {} : { ctx: { db: forRequest(ctx.db, { name: path }) } });
  const measured = (outcome: RequestOutcome) =>
    ctx.meter.request(classOfProcedure(path, type), performance.now() - ctx.began, outcome);
  if (result.ok) {
    measured('ANSWERED');
    return result;
  }
  const error = toPublicError(result.error);
  measured(outcomeOf(error));
  if (error.code === 'INTERNAL_SERVER_ERROR') {
    ctx.logger.error({ err: error.cause, path, requestId: ctx.requestId }, 'a procedure failed');
  } else if (error.code === 'SERVICE_UNAVAILABLE') {
    // A batch always has a success status, so only this line shows the failure.
    ctx.logger.warn({ err: error.cause, path, requestId: ctx.requestId }, 'a procedure had to give up');
  }
  throw error;
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * The caller's actor for `allowed`.
 * @throws TRPCError without a session, the permission, or the second factor in this session.
 */
export function admit(allowed: Allowed, signedIn: SignedIn | undefined): Actor {
  if (allowed === 'everyone') return actorOf(signedIn?.account.userId);
  if (!signedIn) throw signInFirst();
  const { account, session } = signedIn;
  if (allowed === 'account') return actorOf(account.userId);
  if (!account.permissions.includes(allowed)) {
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: roleNeededFor(allowed),
      cause: new Needed(allowed),
    });
  }
  if (!session.hasRecentSecondFactor) {
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: account.hasTwoFactor
        ? 'Staff pages need a code from your authenticator app every 12 hours.'
        : 'Staff pages need two-step sign-in: set it up in your settings.',
      cause: new Needed(account.hasTwoFactor ? 'code' : 'two-factor'),
    });
  }
  return actorOf(account.userId, 'staff');
}

/** The callers a procedure allows, so that a download can apply the same check. */
export function allowedBy(procedure: AnyProcedure): Allowed {
  const { meta } = procedure._def as { meta?: { allowed: Allowed } };
  if (!meta) throw new TypeError('This procedure does not say who may call it.');
  return meta.allowed;
}

const signInFirst = () =>
  new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.', cause: new Needed('sign-in') });

/** For everyone, signed in or not. */
export const publicProcedure = t.procedure.meta({ allowed: 'everyone' }).use(answering);

/** For every account, at any stage of membership. */
export const signedInProcedure = publicProcedure.meta({ allowed: 'account' }).use(({ ctx, next }) => {
  const { signedIn } = ctx;
  if (!signedIn) throw signInFirst();
  return next({ ctx: { signedIn, userId: signedIn.account.userId } });
});

/**
 * For staff with the permission who gave a code in this session in the last 12 hours; they act as staff. A procedure that
 * changes an account, its roles or a role's permissions calls `sessions.forgetAccounts`, so that the change takes
 * effect at the next request.
 */
export const staffProcedure = (permission: Permission) =>
  signedInProcedure
    .meta({ allowed: permission })
    .use(({ ctx, next }) => next({ ctx: { actor: admit(permission, ctx.signedIn) } }));
