import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { GenericSchema } from 'valibot';
import type { Environment } from '../environment';
import type { AppResourceReference } from '../settings/resource-reference';

/**
 * A resource that an environment's file adds for the code of the app, such as a queue. Each kind of resource has one file in this folder.
 * The file contains a function for `resources`, the settings, the Terraform, and the actions of the app.
 */
export class AppResource {
  constructor(readonly description: ResourceDescription) {}
}

/** The complete description of a resource, except its name, which is in the environment's file. */
export interface ResourceDescription {
  /**
   * The kind of the resource: one lower-case word, for example `queue`. It is the end of each name in AWS, such as
   * `eight-digit-dev-jobs-queue`.
   */
  readonly kind: string;
  /** The settings of the resource in the environment's file. */
  readonly settings: object;
  /** The schema that checks the settings at run time, because the synth removes types without checking them. */
  readonly shape: GenericSchema;
  /** The names of the attributes to which variables of the app may refer. `define` returns their values. */
  readonly attributes: readonly string[];
  /**
   * Returns the name in AWS, with `part` as its last part. Most kinds use `physicalName` with their maximum length. `accountId` may be a
   * Terraform reference.
   */
  readonly name: (environment: Environment, part: string, accountId: string) => string;
  /** Returns the ARN of the resource with this name in AWS. */
  readonly arn: (name: string, place: ResourcePlace) => string;
  /** The actions of the app. The task role gets a policy with these actions, and the permissions boundary allows them. */
  readonly appActions: readonly ResourceActions[];
  /** Defines the Terraform resources, with `id` as the last part of their construct path. */
  readonly define: (scope: Construct, id: string, props: ResourceProps) => DefinedResource;
}

/** The account and the region of a resource, for its ARN. */
export interface ResourcePlace {
  readonly region: string;
  readonly accountId: string;
}

/** Actions on a resource, or on a part of it. */
export interface ResourceActions {
  /** The IAM actions, without wildcards, for example `['sqs:SendMessage']`. */
  readonly actions: readonly string[];
  /** The end of the ARN to which the actions apply, for example `/*` for the objects in a bucket. @default none: the resource itself */
  readonly suffix?: string;
}

/** The last argument of `define`. */
export interface ResourceProps {
  /** The name in AWS. Further resources of `define` may use this name with a hyphen and a suffix. */
  readonly name: string;
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
}

/** What `define` returns: the attributes of the new resource, and the resources that contain data. */
export interface DefinedResource {
  /** The value of each attribute in the description, by its name. */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * The resources that contain data, by their names in AWS. With `removal: 'protect'`, Terraform refuses to delete these resources. Buckets
   * and tables need not be listed, because their constructs protect them.
   * @default none
   */
  readonly data?: ReadonlyMap<string, TerraformResource>;
}

/**
 * Returns a reference to an attribute of a resource in `resources`. The synth checks that there is a resource with this name and kind.
 * @param resource the name of the resource in `resources`
 */
export function resourceReference(resource: string, ofKind: string, attribute: string): AppResourceReference {
  return { kind: 'resource', resource, ofKind, attribute };
}
