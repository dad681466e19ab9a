import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';
import type { Role } from '../iam/role';
import { lifecycleOf } from '../removal';
import { appPermissions, nameOf } from './app-permissions';

export interface AppResourcesProps {
  readonly environment: Environment;
  /** The account of the environment. */
  readonly accountId: string;
}

/** A resource with data. */
export interface DataResource {
  readonly kind: string;
  /** Its name in AWS. */
  readonly name: string;
  readonly resource: TerraformResource;
}

/** The resources that an environment's file adds for the code of the app. */
export class AppResources extends Construct {
  /** The values of their attributes, by the names of the resources in the environment's file. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Those with data, except buckets and tables. */
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

  /** Allows the role the actions of the app. */
  grantApp(role: Role): void {
    if (this.permissions.length > 0) role.grant('app-resources', this.permissions);
  }
}
