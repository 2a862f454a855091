import { contractorsRouter } from './contractors/router.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  contractors: contractorsRouter,
});

export type AppRouter = typeof appRouter;
