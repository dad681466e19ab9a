import { expiredCredentials } from '../aws/aws-error';
import { activeAlarms } from '../live/alarms';
import type { DeployedEnvironment } from '../live/deployed-environment';
import { readHistory } from '../live/image-history';
import type { ServiceWatch } from '../live/service-watch';
import { permissionHint } from '../terraform/permission-hint';
import { formatErrors } from '../terraform/terraform-error';

/** Matches the errors that the AWS provider and the checks in the stack report if the deployment failed in ECS. */
const givenUp = /rolled back|No rollback candidate/i;

/** Explains a failed apply: the reason, the version that runs now, and what to do. */
export async function failureMessage(
  opened: DeployedEnvironment,
  errors: readonly string[],
  watch: ServiceWatch,
): Promise<string> {
  const lines = errors.some((error) => givenUp.test(error))
    ? await rollbackLines(opened, errors, watch)
    : applyLines(errors, opened.environment.name);
  const { unwrittenState } = opened.terraform;
  const unwritten =
    unwrittenState &&
    `Terraform could not write the state and saved it in ${unwrittenState}. Do not delete this file: the next run of this command writes it to the backend.`;
  return [...lines, unwritten].filter(Boolean).join('\n');
}

function applyLines(errors: readonly string[], environment: string): (string | undefined)[] {
  const expired = expiredCredentials(errors.join('\n'));
  if (expired)
    return [
      expired,
      'The apply has stopped. After renewing the credentials, run the same command again to apply the remaining changes.',
    ];
  return [
    'The apply failed:',
    formatErrors(errors),
    permissionHint(errors.join('\n'), environment),
    'Correct the cause and run the same command again to apply the remaining changes.',
  ];
}

async function rollbackLines(
  opened: DeployedEnvironment,
  errors: readonly string[],
  watch: ServiceWatch,
): Promise<(string | undefined)[]> {
  const { name } = opened.environment;
  const result = await watch.result().catch(() => undefined);
  const isFirst = errors.some((error) => /No rollback candidate/i.test(error));
  const alarms = /alarm/i.test(`${errors.join()} ${result?.reason}`)
    ? await activeAlarms(opened).catch((): string[] => [])
    : [];
  const cause = watch.hasShownFailure
    ? `The last log lines of the failed tasks are above. For more: npm run logs ${name} -- --previous.`
    : `To find the cause: npm run logs ${name} or npm run status ${name}.`;
  return [
    isFirst
      ? 'The first version did not become healthy, so ECS stopped the deployment.'
      : 'The new version did not become healthy, and ECS rolled the deployment back.',
    result?.reason ? `ECS says: ${result.reason}` : formatErrors(errors),
    alarms.length > 0 ? `Active alarms: ${alarms.join(', ')}` : undefined,
    result && (await servingLine(opened, result.servingImage, isFirst)),
    `${cause} Correct the cause and deploy again: npm run deploy ${name}`,
  ];
}

async function servingLine(opened: DeployedEnvironment, image: string | undefined, isFirst: boolean): Promise<string> {
  if (!image) return isFirst ? 'No version is running, because there was none before.' : 'No version is running now.';
  const history = await readHistory(opened).catch(() => []);
  const version = history.find((entry) => entry.image === image)?.versions[0];
  return `This version is running: ${image}${version === undefined ? '' : ` (${version})`}`;
}
