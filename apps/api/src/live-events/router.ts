import { watchLiveEventsInput } from '@namc/inputs/live-events';
import { router, signedInProcedure } from '../trpc.ts';

export const liveEventsRouter = router({
  watch: signedInProcedure
    .input(watchLiveEventsInput)
    .subscription(({ ctx, input, signal }) =>
      ctx.live.follow(ctx, input.lastEventId, signal ?? new AbortController().signal),
    ),
});
