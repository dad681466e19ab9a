import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { GenericSchema } from 'valibot';
import type { Environment } from '../environment';
import type { AppResourceReference } from '../settings/resource-reference';

/**
 * A resource that an environment's file adds for the code of the app, such as a queue. Each kind of resource has one file in this folder.
 * The file contains the function to call in `resources`, the settings, the Terraform resources, and the IAM actions that the app may
 * perform.
 */
export class AppResource {
  constructor(readonly description: ResourceDescription) {}
}

/** Everything about a resource except its name, which the environment's file sets. */
export interface ResourceDescription {
  /**
   * The kind of the resource: one lower-case word, for example `queue`. In AWS, it follows the resource's own name, as in
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
   * Returns the name in AWS. `part` is the part after the project and the environment, such as `jobs-queue`. Most kinds call `physicalName`
   * with the maximum length of their names. `accountId` may be a Terraform reference.
   */
  readonly name: (environment: Environment, part: string, accountId: string) => string;
  /** Returns the ARN of the resource with this name in AWS. */
  readonly arn: (name: string, place: ResourcePlace) => string;
  /** The actions that the app may perform. The task role gets a policy with these actions, and the permissions boundary allows them. */
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
  /** The suffix of the ARN if the actions apply to parts of the resource, for example `/*` for a bucket's objects. @default none */
  readonly suffix?: string;
}

/** The last argument of `define`. */
export interface ResourceProps {
  /** The name in AWS. If `define` creates further resources, their names may be this name with a hyphen and a suffix. */
  readonly name: string;
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
}

/** The result of `define`: the attributes of the new resource, and the resources that contain data. */
export interface DefinedResource {
  /** The value of each attribute that the description lists, by the attribute's name. */
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
