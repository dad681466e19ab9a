import { profilesVariables } from '../../../contract';
import type { SynthesizedStack } from '../../shared/synthesized-stack';
import { UserError } from '../../shared/user-error';
import type { Variables } from '../task';

/**
 * Finds the bucket of profiles in the stack, and checks that the stack also has the database of profiles. The name of
 * the database is not needed, because the local server accepts any name.
 * @returns the name of the bucket
 * @throws UserError if the stack lacks the database or the bucket
 */
export function findUploadsBucket(stack: SynthesizedStack, environment: Variables): string {
  const { [profilesVariables.databaseName]: database = '', [profilesVariables.uploadsBucket]: bucket = '' } =
    environment;
  const named = (type: string, attribute: string, name: string) =>
    stack.resources(type).find(({ block }) => stack.resolveIfKnown(block[attribute]) === name);
  if (named('aws_db_instance', 'db_name', database)?.block.engine !== 'postgres') {
    throw new UserError(
      `The synthesized stack has no aws_db_instance of PostgreSQL with the db_name "${database}". Add this database, or correct the variable ${profilesVariables.databaseName} of the app's container.`,
    );
  }
  if (!named('aws_s3_bucket', 'bucket', bucket)) {
    throw new UserError(
      `The synthesized stack has no aws_s3_bucket named "${bucket}". Add this bucket, or correct the variable ${profilesVariables.uploadsBucket} of the app's container.`,
    );
  }
  return bucket;
}
