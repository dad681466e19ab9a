import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { GenericSchema } from 'valibot';
import type { Environment } from '../environment';
import type { AppResourceReference } from '../settings/resource-reference';

/**
 * A resource that an environment's file adds for the code of the app, such as a queue. A file of this folder describes one kind completely:
 * its settings, its Terraform, and the actions of the app and of the bootstrap's roles. Its function is called in `resources`.
 */
export class AppResource {
  constructor(readonly description: ResourceDescription) {}
}

/** The complete description of a resource, except its name, which the environment's file chooses. */
export interface ResourceDescription {
  /** The kind, one lower-case word. Each name in AWS ends with it: `eight-digit-dev-jobs-queue`. */
  readonly kind: string;
  /** The settings in the environment's file. */
  readonly settings: object;
  /** The shape of the settings: a synth removes types without checking them. */
  readonly shape: GenericSchema;
  /** The attributes that variables of the app may refer to. `define` returns their values. */
  readonly attributes: readonly string[];
  /** The name in AWS, with `part` as its last part: usually `physicalName` with the maximum length. `accountId` may be a reference. */
  readonly name: (environment: Environment, part: string, accountId: string) => string;
  /** The ARN of the resource with this name. */
  readonly arn: (name: string, place: ResourcePlace) => string;
  /** The actions of the app. They become a policy of the task role, and a part of the permissions boundary. */
  readonly appActions: readonly ResourceActions[];
  /** Defines the resources, with `id` as the last part of the construct path. */
  readonly define: (scope: Construct, id: string, props: ResourceProps) => DefinedResource;
}

/** The account and region of an ARN. */
export interface ResourcePlace {
  readonly region: string;
  readonly accountId: string;
}

/** Actions on a resource. */
export interface ResourceActions {
  /** For example `sqs:SendMessage`, without wildcards. */
  readonly actions: readonly string[];
  /** The end of the ARN, for example `/*` for the objects in a bucket. @default none: the resource itself */
  readonly suffix?: string;
}

/** The arguments of `define`. */
export interface ResourceProps {
  /** The name in AWS. Another resource of the same kind may have this name with a hyphen and a suffix. */
  readonly name: string;
  readonly environment: Environment;
  /** The account of the environment. */
  readonly accountId: string;
}

/** The result of `define`. */
export interface DefinedResource {
  /** The values of all attributes of the description. */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * The resources that contain data, by their names in AWS. With `removal: 'protect'`, Terraform refuses to delete them. Buckets and tables
   * need not be listed: their constructs do this.
   * @default none
   */
  readonly data?: ReadonlyMap<string, TerraformResource>;
}

/**
 * Returns a reference to an attribute of the resource that `resources` lists under this name. A synth checks that the resource has this
 * kind.
 */
export function resourceReference(resource: string, ofKind: string, attribute: string): AppResourceReference {
  return { kind: 'resource', resource, ofKind, attribute };
}
