import { StackOwner, type StackOwnerOptions } from '@eight-digit/aws-permissions';
import { UserError } from '../shared/user-error';

/**
 * Reads the properties of a stack that its policies depend on, such as its account, region, name and tags.
 * @param document the stack's Terraform JSON
 * @throws UserError if the AWS provider lacks the region, or a default tag
 */
export function readOwner(document: unknown, options: StackOwnerOptions = {}): StackOwner {
  try {
    return StackOwner.fromDocument(document, options);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}
