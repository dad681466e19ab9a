import { Destruction } from '../destroy/destruction';
import { UserError } from '../shared/user-error';
import { type DeployedPreview, hasExpired } from './previews';

/** The options for destroying a preview without questions, because previews contain nothing that must be kept. */
const options = {
  plan: false,
  yes: true,
  acceptDataLoss: true,
  liftProtection: true,
  finalSnapshot: false,
  wait: true,
};

/**
 * Destroys a preview without a question. If the preview is destroyed already, does nothing.
 * @param isElsewhere returns, for an empty state, whether another state may contain resources that AWS lists
 * @throws UserError if the destroy fails, or if the state is on another machine
 */
export async function destroyPreview(
  name: string,
  isElsewhere: () => Promise<boolean>,
  stop: AbortSignal,
): Promise<void> {
  if ((await new Destruction(name, options, stop).run()) || !(await isElsewhere())) return;
  throw new UserError(
    `The state of ${name} is empty here. If it was deployed from another machine with a local state, destroy it there.`,
  );
}

/**
 * Destroys all expired previews, one after the other.
 * @param list returns all previews. It is called again before each destroy, because a deployment may have renewed the
 * preview
 * @throws UserError at the end, which names the previews that could not be destroyed
 */
export async function sweep(
  list: () => Promise<readonly DeployedPreview[]>,
  now: Date,
  stop: AbortSignal,
): Promise<void> {
  const listExpired = async () => (await list()).filter((preview) => hasExpired(preview, now));
  const expired = await listExpired();
  if (expired.length === 0) return console.log('No preview has expired.');
  const failures: string[] = [];
  for (const { name, expires } of expired) {
    stop.throwIfAborted();
    console.log(`\n${name} expired after ${expires}.`);
    try {
      if (!(await listExpired()).some((preview) => preview.name === name)) {
        console.log('The preview was renewed or destroyed in the meantime.');
        continue;
      }
      await destroyPreview(name, async () => true, stop);
    } catch (error) {
      if (!(error instanceof UserError) || stop.aborted) throw error;
      console.error(error.message);
      failures.push(name);
    }
  }
  if (failures.length > 0) throw new UserError(`Not destroyed: ${failures.join(', ')}. The reasons are above.`);
}
