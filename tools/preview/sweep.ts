import { UserError } from '../shared/user-error';
import { destroyPreview } from './destroy-preview';
import { type DeployedPreview, hasExpired } from './previews';

/**
 * Destroys all expired previews, one after the other.
 * @param list returns all previews. This function is called again before each destroy, because a deployment may have
 * renewed the preview
 * @throws UserError at the end, with the names of the previews that could not be destroyed
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
