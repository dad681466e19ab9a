import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';
import type { Role } from '../iam/role';
import { lifecycleOf } from '../removal/lifecycle';
import type { DataResource } from '../removal/removal-record';
import { addedResources, appPermissions, nameOf } from './app-permissions';

export interface AppResourcesProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
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
    const entries = addedResources(environment, accountId).map((added) => {
      const { part, description } = added;
      const props = { name: nameOf(added), environment, accountId };
      return { part, kind: description.kind, ...description.define(this, part, props) };
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
