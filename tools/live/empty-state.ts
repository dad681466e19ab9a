import { UserError } from '../shared/user-error';
import type { DeployedEnvironment } from './deployed-environment';
import { readRecords } from './image-history';

/**
 * Whether the state of an environment is empty, because Terraform has not applied anything yet.
 * @param consequence what would happen with the empty state, as a clause such as `Terraform cannot destroy it`
 * @throws UserError if the environment exists in AWS although its state is empty
 */
export async function isStateEmpty(
  opened: DeployedEnvironment,
  consequence = 'Terraform would create everything a second time',
): Promise<boolean> {
  if ((await opened.terraform.resources()).length > 0) return false;
  const [last] = await readRecords(opened);
  if (last === undefined) return true;
  const { name, state, region, imageParameterName } = opened.environment;
  const where = {
    local: `copy terraform.${name}.tfstate into this folder from the machine that deployed ${name}. For several machines, choose a shared state: docs/state.md`,
    s3: 'correct the bucket and the key of `state`',
    cloud: 'correct the organization and the workspace of `state`',
  }[state];
  throw new UserError(
    `${name} exists in AWS (last deployed ${last.time?.toISOString() ?? 'at an unknown time'} by ${last.deployedBy}), but its state (${state}) is empty here, so ${consequence}. Nothing was changed. To use the right state, ${where}. If ${name} was deleted by hand, delete the parameter that records its deployments: aws ssm delete-parameter --name ${imageParameterName} --region ${region}`,
  );
}

/**
 * Whether the next apply is the first one. The first apply cannot deploy an image, because there is no repository yet.
 * @throws UserError if the environment exists in AWS although its state is empty
 */
export async function isFirstApply(opened: DeployedEnvironment): Promise<boolean> {
  if ((await opened.terraform.outputs()).ecr_repository_url !== undefined) return false;
  await isStateEmpty(opened);
  return true;
}
