/** An attribute of a resource of the same environment. Terraform replaces the reference with the value. */
export type ResourceReference = TableReference | LogGroupReference | AppResourceReference;

/** The DynamoDB table of entries. */
export interface TableReference {
  readonly kind: 'table';
  readonly attribute: 'name' | 'arn';
}

/** The log group of the app. */
export interface LogGroupReference {
  readonly kind: 'log-group';
  readonly attribute: 'name' | 'arn';
}

/** A resource in `resources`. The files of `stacks/app-resources/` have a function for each kind, such as `queueUrl('jobs')`. */
export interface AppResourceReference {
  readonly kind: 'resource';
  /** Its name in `resources`. */
  readonly resource: string;
  /** Its kind, for example `queue`. */
  readonly ofKind: string;
  /** An attribute that the kind has, for example `url`. */
  readonly attribute: string;
}
