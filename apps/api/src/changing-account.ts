import { z } from 'zod';
import { middleware } from './trpc.ts';

const aboutAccount = z.object({ userId: z.uuid() });

/** After an act on an account (`userId` of the input) whatever is remembered of its sessions is asked for anew. */
export const changingAccount = middleware(async ({ ctx, next, getRawInput }) => {
  const result = await next();
  const about = aboutAccount.safeParse(await getRawInput());
  if (result.ok && about.success) await ctx.store.forgetAccount(about.data.userId);
  return result;
});
