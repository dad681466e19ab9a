import { Destruction } from '../destroy/destruction';
import { UserError } from '../shared/user-error';
import { hasExpired, type Preview } from './previews';

/** Previews contain nothing that must be kept, so there are no questions. */
const options = {
  plan: false,
  yes: true,
  acceptDataLoss: true,
  liftProtection: true,
  finalSnapshot: false,
  wait: true,
};

/**
 * Destroys a preview without a question. A repeat does nothing.
 * @param isListed whether AWS still has resources of the preview
 * @throws UserError if it fails, or if its state is elsewhere
 */
export async function destroyPreview(name: string, isListed: () => Promise<boolean>, stop: AbortSignal): Promise<void> {
  if ((await new Destruction(name, options, stop).run()) || !(await isListed())) return;
  throw new UserError(
    `The state of ${name} is empty here. If it was deployed from another machine with a local state, destroy it there.`,
  );
}

/**
 * Destroys all previews whose last day has passed, one after the other.
 * @throws UserError at the end, with those that could not be destroyed
 */
export async function sweep(previews: readonly Preview[], now: Date, stop: AbortSignal): Promise<void> {
  const expired = previews.filter((preview) => hasExpired(preview, now));
  if (expired.length === 0) return console.log('No preview has expired.');
  const failures: string[] = [];
  for (const { name, expires } of expired) {
    stop.throwIfAborted();
    console.log(`\n${name} expired after ${expires}.`);
    try {
      await destroyPreview(name, async () => true, stop);
    } catch (error) {
      if (!(error instanceof UserError) || stop.aborted) throw error;
      console.error(error.message);
      failures.push(name);
    }
  }
  if (failures.length > 0) throw new UserError(`Not destroyed: ${failures.join(', ')}. The reasons are above.`);
}
