import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import { EnvironmentError } from '../../../stacks/checks/environment-error';
import type { Environment } from '../../../stacks/environment';
import type { Preview } from '../../../stacks/preview';

/** Returns the error message about the settings of these environments. It is empty if all settings are valid. */
export function environmentErrorMessage(
  environments: readonly Environment[],
  bootstrap?: Bootstrap,
  preview?: Preview,
): string {
  try {
    checkEnvironments(environments, bootstrap, preview);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  return '';
}
