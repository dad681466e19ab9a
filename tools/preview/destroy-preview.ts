import { Destruction } from '../destroy/destruction';
import { UserError } from '../shared/user-error';

/** The options that destroy a preview without questions. A preview contains nothing that must be kept. */
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
 * @param isElsewhere returns whether a state on another machine may contain resources that still exist. It is called
 * only if the state found here is empty
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
