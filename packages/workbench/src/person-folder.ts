import { top } from './top.ts';

/** The folder in which a person typed the command. npm and pnpm go to the top first and keep it in INIT_CWD. */
export function hereOf(env: NodeJS.ProcessEnv): string {
  return (env.npm_lifecycle_event && env.INIT_CWD) || top;
}
