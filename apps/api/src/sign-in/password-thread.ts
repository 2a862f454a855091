import { hashSync, type Options, verifySync } from '@node-rs/argon2';

export type Task =
  | { hash: { password: string; cost: Options } }
  | { verify: { passwordHash: string; password: string } };

/** Runs in its own thread, so that nothing else waits for it. A malformed hash matches no password. */
export default function work(task: Task): string | boolean {
  if ('hash' in task) return hashSync(task.hash.password, task.hash.cost);
  try {
    return verifySync(task.verify.passwordHash, task.verify.password);
  } catch {
    return false;
  }
}
