import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';
import type { Role } from '../iam/role';
import { lifecycleOf } from '../removal';
import { appPermissions, nameOf } from './app-permissions';

export interface AppResourcesProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
}

/** An added resource that contains data. */
export interface DataResource {
  readonly kind: string;
  /** The name of the resource in AWS. */
  readonly name: string;
  readonly resource: TerraformResource;
}

/** The Terraform resources that an environment's file adds for the code of the app. */
export class AppResources extends Construct {
  /** The attributes of each added resource, by the name of the resource in the environment's file. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The added resources that contain data, except buckets and tables, whose own constructs protect them. */
  readonly data: readonly DataResource[];
  private readonly permissions: readonly Permission[];

  constructor(scope: Construct, id: string, { environment, accountId }: AppResourcesProps) {
    super(scope, id);
    const entries = Object.entries(environment.resources ?? {}).map(([part, added]) => {
      const { kind, define } = added.description;
      const name = nameOf(environment, part, added, accountId);
      return { part, kind, ...define(this, part, { name, environment, accountId }) };
    });
    this.attributes = Object.fromEntries(entries.map(({ part, attributes }) => [part, attributes]));
    this.data = entries.flatMap(({ kind, data = new Map() }) =>
      [...data].map(([name, resource]) => ({ kind, name, resource })),
    );
    const lifecycle = lifecycleOf(environment.removal);
    if (lifecycle) for (const { resource } of this.data) resource.lifecycle = { ...resource.lifecycle, ...lifecycle };
    this.permissions = appPermissions(environment, accountId);
  }

  /** Allows the role to perform the app's actions on all added resources. */
  grantApp(role: Role): void {
    if (this.permissions.length > 0) role.grant('app-resources', this.permissions);
  }
}
