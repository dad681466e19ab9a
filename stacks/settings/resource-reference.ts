import { oneOf, oneOfKinds, string } from './shape';

/** A reference to an attribute of a resource of the same environment. Terraform replaces the reference with the value. */
export type ResourceReference = TableReference | LogGroupReference | AppResourceReference;

/** A reference to the name or the ARN of the DynamoDB table of entries. */
export interface TableReference {
  readonly kind: 'table';
  readonly attribute: 'name' | 'arn';
}

/** A reference to the name or the ARN of the app's log group. */
export interface LogGroupReference {
  readonly kind: 'log-group';
  readonly attribute: 'name' | 'arn';
}

/**
 * A reference to a resource in `resources`. The files of `stacks/app-resources/` export functions that create such references, for example
 * `queueUrl('jobs')`.
 */
export interface AppResourceReference {
  readonly kind: 'resource';
  /** The name of the resource in `resources`. */
  readonly resource: string;
  /** The kind of the resource, for example `queue`. */
  readonly ofKind: string;
  /** An attribute that resources of this kind have, for example `url`. */
  readonly attribute: string;
}

const attribute = oneOf('name', 'arn');

export const resourceReferenceShape = oneOfKinds<ResourceReference>({
  table: { attribute },
  'log-group': { attribute },
  resource: { resource: string, ofKind: string, attribute: string },
});
