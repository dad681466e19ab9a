import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';

/** The log of an environment in CloudWatch, and where to print it. */
export interface EnvironmentLog {
  readonly environment: SynthesizedEnvironment;
  readonly aws: AwsClients;
  readonly write: (line: string) => void;
}

/** @throws UserError if the tasks of the environment have no such container */
export function assertContainer({ name, containers }: SynthesizedEnvironment, container: string | undefined): void {
  if (container === undefined || containers.includes(container)) return;
  throw new UserError(`${name} has no container "${container}". Its containers: ${containers.join(', ')}.`);
}

/** Returns the error for users, after an AWS call has failed. */
export function logError({ name }: SynthesizedEnvironment, error: unknown): unknown {
  if (['ResourceNotFoundException', 'ClusterNotFoundException'].includes((error as Error).name)) {
    return new UserError(`${name} does not exist in AWS yet. To create it: npm run deploy ${name}`);
  }
  return toUserError(error, 'read the log (logs:FilterLogEvents)');
}
