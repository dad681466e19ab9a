import { Destruction } from '../destroy/destruction';
import { UserError } from '../shared/user-error';

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
 * Destroys a preview without asking for confirmation. Does nothing if the preview has already been destroyed.
 * @param isElsewhere called if the state is empty. Returns whether the state on another machine may contain resources
 * that still exist
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
