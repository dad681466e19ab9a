import { TerraformOutput, type TerraformStack } from 'cdktf';
import type { Bucket } from '../storage/bucket';
import type { Bootstrap } from './bootstrap';
import { createEnvironments, setVariables } from './github-commands';
import type { GitHubRoles } from './github-roles';
import { requireChecks } from './github-ruleset';
import type { RunRoles } from './run-roles';

export interface BootstrapOutputsProps extends Pick<Bootstrap, 'region' | 'github'> {
  readonly stateBucket?: Bucket;
  readonly gitHubRoles?: GitHubRoles;
  readonly runRoles?: RunRoles;
}

interface Output {
  readonly value: string;
  readonly description: string;
}

/** Defines the outputs of the bootstrap directly in the stack. In a construct, the name of an output would contain the construct's path. */
export function defineBootstrapOutputs(stack: TerraformStack, props: BootstrapOutputsProps): void {
  const outputs = { ...stateOutputs(props), ...gitHubOutputs(props), ...runOutputs(props) };
  for (const [id, { value, description }] of Object.entries(outputs)) {
    new TerraformOutput(stack, id, { value, description });
  }
}

function stateOutputs({ stateBucket, region }: BootstrapOutputsProps): Record<string, Output> {
  if (stateBucket === undefined) return {};
  return {
    state_bucket: { value: stateBucket.name, description: 'The S3 bucket that stores the states of all environments' },
    state_line: {
      value: `state: { kind: 's3', bucket: '${stateBucket.name}', region: '${region}' },`,
      description:
        'The state setting for this bucket; copy it into environments/bootstrap.ts and into the file of each environment',
    },
  };
}

function gitHubOutputs({ gitHubRoles, github, region }: BootstrapOutputsProps): Record<string, Output> {
  if (gitHubRoles === undefined || github === undefined) return {};
  const { planRoleArn, deployRoles } = gitHubRoles;
  const settings = { ...github, region, planRoleArn, deployRoles };
  return {
    plan_role_arn: {
      value: planRoleArn,
      description: 'The role that plans all environments, for pull requests and the branch main',
    },
    ...perEnvironment(
      'deploy_role_arn',
      Object.fromEntries(deployRoles.map(({ environment, arn }) => [environment, arn])),
      (name) => `The role that deploys ${name}`,
    ),
    create_github_environments: {
      value: createEnvironments(settings),
      description: 'A script that creates the GitHub environments with their rules, and the labels',
    },
    set_github_variables: {
      value: setVariables(settings),
      description:
        'A script that sets the region and the roles as variables in GitHub; run create_github_environments first',
    },
    require_github_checks: {
      value: requireChecks(settings),
      description: 'A script that lets GitHub merge a pull request to main only after its checks have passed',
    },
  };
}

function runOutputs({ runRoles }: BootstrapOutputsProps): Record<string, Output> {
  const roles = runRoles?.roles ?? {};
  const valuesOf = (value: (one: (typeof roles)[string]) => string) =>
    Object.fromEntries(Object.entries(roles).map(([name, one]) => [name, value(one)]));
  return {
    ...perEnvironment(
      'run_plan_role_arn',
      valuesOf(({ planArn }) => planArn),
      (name) => `The role that plans ${name} in Terraform Cloud: the value of TFC_AWS_PLAN_ROLE_ARN in the workspace`,
    ),
    ...perEnvironment(
      'run_role_arn',
      valuesOf(({ applyArn }) => applyArn),
      (name) =>
        `The role that applies ${name} in Terraform Cloud: the value of TFC_AWS_APPLY_ROLE_ARN in the workspace`,
    ),
    ...perEnvironment(
      'workspace_variables',
      valuesOf(({ planArn, applyArn }) =>
        ['TFC_AWS_PROVIDER_AUTH=true', `TFC_AWS_PLAN_ROLE_ARN=${planArn}`, `TFC_AWS_APPLY_ROLE_ARN=${applyArn}`].join(
          '\n',
        ),
      ),
      (name) => `The environment variables of the Terraform Cloud workspace for ${name}`,
    ),
  };
}

function perEnvironment(
  id: string,
  values: Readonly<Record<string, string>>,
  describe: (name: string) => string,
): Record<string, Output> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${id}_${name}`, { value, description: describe(name) }]),
  );
}
