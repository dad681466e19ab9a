import { actionsWithoutResource, rowsFolder, type StackOwner, typesWithoutRow } from '@eight-digit/aws-permissions';
import { Annotations } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Reports each resource type that has no row in the table of permissions, and each action that a row allows on no resource at all. Without
 * this check, the error would appear only when a role plans or applies such a resource.
 * @param name the name of the environment
 */
export function reportMissingRows(scope: Construct, resources: StackOwner, name: string): void {
  for (const missing of actionsWithoutResource(resources)) {
    Annotations.of(scope).addError(
      `The roles of ${name} cannot call ${missing} on any resource. Correct the row for this resource type in ${rowsFolder}.`,
    );
  }
  for (const type of typesWithoutRow(resources)) {
    const [first] = resources.of(type);
    Annotations.of(scope).addError(
      `The roles of ${name} have no permissions for ${first?.address}. Add a row for ${type} to a file in ${rowsFolder}; CONTRIBUTING.md explains how.`,
    );
  }
}
