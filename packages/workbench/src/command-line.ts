import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * The options and names after an `npm` command. `--help` prints the usage and ends the process. A wrong option ends it with
 * exit code 2, and the message names the option.
 */
export function readCommandLine<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  const { args = process.argv.slice(2) } = config;
  if (asksForHelp(args)) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(problemOf(error), usage);
  }
}

export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/** Ends the process with exit code 2, the problem and the usage. */
export function refuse(problem: string, usage: string): never {
  console.error(`${problem}\n${usage}`);
  process.exit(2);
}

/** The first sentence of what `parseArgs` says about wrong arguments. @throws `error` if it is about something else. */
export function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  // A command that failed has its exit code there.
  if (!String(code).startsWith('ERR_PARSE_ARGS_')) throw error;
  return `${message.split(/\.\s/)[0]?.replace(/\.$/, '')}.`;
}
