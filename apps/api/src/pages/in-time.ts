/**
 * A page does not wait longer for its reader's session, its answers or its content: the browser asks for them and draws them itself.
 */
export const patienceMs = 1_500;

/** The outcome, or `otherwise` if it fails or takes too long. */
export async function inTime<Outcome>(work: Promise<Outcome>, otherwise: Outcome): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(resolve, patienceMs, otherwise);
  });
  try {
    return await Promise.race([work.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}
