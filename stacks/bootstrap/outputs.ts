import { TerraformOutput, type TerraformStack } from 'cdktf';
import type { Bucket } from '../storage/bucket';
import type { Bootstrap } from './bootstrap';
import type { GitHubRoles } from './github-roles';
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

/** What `terraform output` tells about the parts that were made, in the stack itself as an environment's outputs are. */
export function defineBootstrapOutputs(stack: TerraformStack, props: BootstrapOutputsProps): void {
  const outputs = { ...stateOutputs(props), ...gitHubOutputs(props), ...runOutputs(props) };
  for (const [id, { value, description }] of Object.entries(outputs)) {
    new TerraformOutput(stack, id, { value, description });
  }
}

function stateOutputs({ stateBucket, region }: BootstrapOutputsProps): Record<string, Output> {
  if (stateBucket === undefined) return {};
  return {
    state_bucket: { value: stateBucket.name, description: 'The bucket of all states' },
    state_line: {
      value: `state: { kind: 's3', bucket: '${stateBucket.name}', region: '${region}' },`,
      description: 'The line for environments/bootstrap.ts, and for each environment that keeps its state there',
    },
  };
}

function gitHubOutputs({ gitHubRoles, github }: BootstrapOutputsProps): Record<string, Output> {
  if (gitHubRoles === undefined || github === undefined) return {};
  const { planRoleArn, deployRoleArns } = gitHubRoles;
  const setVariable = `gh variable set --repo ${github.repository}`;
  const commands = [
    `${setVariable} AWS_PLAN_ROLE_ARN --body ${planRoleArn}`,
    ...Object.entries(deployRoleArns).map(
      ([name, arn]) => `${setVariable} AWS_DEPLOY_ROLE_ARN --env ${name} --body ${arn}`,
    ),
  ];
  return {
    plan_role_arn: { value: planRoleArn, description: 'The role of pull requests, which plans every environment' },
    ...perEnvironment('deploy_role_arn', deployRoleArns, (name) => `The role of jobs that deploy ${name}`),
    set_github_variables: {
      value: commands.join('\n'),
      description: 'Tells the repository these roles; its environments must exist in GitHub',
    },
  };
}

function runOutputs({ runRoles }: BootstrapOutputsProps): Record<string, Output> {
  return perEnvironment(
    'run_role_arn',
    runRoles?.arns ?? {},
    (name) => `The TFC_AWS_RUN_ROLE_ARN of the workspace of ${name}, beside TFC_AWS_PROVIDER_AUTH=true`,
  );
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
