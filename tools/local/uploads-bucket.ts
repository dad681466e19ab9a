import { profilesVariables } from '../../contract';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';
import type { Variables } from './task';

/**
 * Finds what the app keeps profiles in, besides its tables. The database tells nothing: a local one takes every name.
 * @returns the name of the bucket
 * @throws UserError when the stack has no such database, or no such bucket
 */
export function uploadsBucket(stack: SynthesizedStack, environment: Variables): string {
  const { [profilesVariables.databaseName]: database = '', [profilesVariables.uploadsBucket]: bucket = '' } =
    environment;
  const named = (type: string, attribute: string, name: string) =>
    stack.resources(type).find(({ block }) => stack.resolveIfKnown(block[attribute]) === name);
  if (named('aws_db_instance', 'db_name', database)?.block.engine !== 'postgres') {
    throw new UserError(
      `The synthesized stack has no aws_db_instance of PostgreSQL whose db_name is "${database}", which the container is told to use.`,
    );
  }
  if (!named('aws_s3_bucket', 'bucket', bucket)) {
    throw new UserError(
      `The synthesized stack has no aws_s3_bucket named "${bucket}", which the container is told to use.`,
    );
  }
  return bucket;
}
