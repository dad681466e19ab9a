import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { Construct } from 'constructs';
import { BaseStack } from '../base-stack';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import { RemovalRecord } from '../removal/removal-record';
import type { DocumentOf } from '../synthesis/environment-document';
import { type Bootstrap, bootstrapName, type Owner } from './bootstrap';
import { boundedEnvironments } from './bounded-environments';
import { defineBudget } from './budget';
import { EnvironmentAccess } from './environment-access';
import { GitHubRoles } from './github-roles';
import { defineBootstrapOutputs } from './outputs';
import { RunRoles } from './run-roles';
import { defineStateBucket } from './state-bucket';

export interface BootstrapStackProps {
  readonly bootstrap: Bootstrap;
  /** The environments that may get roles. */
  readonly environments: readonly Environment[];
  /** Returns the Terraform JSON of an environment. The permissions of the environment's roles follow from this JSON. */
  readonly documentOf: DocumentOf;
}

/**
 * The stack of the resources that an account needs only once. Environments refer to these resources only by name, so no environment needs
 * the state of the bootstrap.
 */
export class BootstrapStack extends BaseStack {
  constructor(scope: Construct, { bootstrap, environments, documentOf }: BootstrapStackProps) {
    const { project, region, github, terraformCloud, budget } = bootstrap;
    const owner: Owner = { project, name: bootstrapName };
    super(scope, { ...bootstrap, ...owner });
    const { accountId } = new DataAwsCallerIdentity(this, 'current');

    const stateBucket =
      bootstrap.stateBucket && defineStateBucket(this, { ...bootstrap.stateBucket, owner, region, accountId });

    const parent = new Construct(this, 'environments');
    const access = boundedEnvironments(bootstrap, environments).map(
      (environment) =>
        new EnvironmentAccess(parent, {
          owner,
          environment,
          document: documentOf(environment),
          accountId,
          stateBucket: stateBucket?.name,
        }),
    );
    const gitHubRoles = github && new GitHubRoles(this, 'github', { ...github, owner, accountId, access });
    const runRoles =
      terraformCloud && new RunRoles(this, 'terraform-cloud', { ...terraformCloud, owner, accountId, access });

    if (budget) defineBudget(this, { ...budget, name: physicalName(owner, 'monthly', 'budget') });
    defineBootstrapOutputs(this, { region, github, stateBucket, gitHubRoles, runRoles });
    new RemovalRecord(this, 'removal', {
      owner,
      removal: 'protect',
      remedy: 'To delete the bucket on purpose, follow "Remove it" in docs/bootstrap.md.',
    });
  }
}
