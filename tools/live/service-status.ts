import type { Service } from '@aws-sdk/client-ecs';
import { toUserError } from '../aws/aws-error';
import { describeService } from '../aws/ecs-service';
import { findAddresses } from './address';
import { activeAlarms } from './alarms';
import type { DeployedEnvironment } from './deployed-environment';
import { digestIn, type ImageHistoryEntry, readHistory } from './image-history';
import { imageOf, servingDeployment } from './running-image';
import { readTaskHealth } from './task-health';

/** The state of an environment's ECS service, and the health of its tasks. */
export interface ServiceStatus {
  readonly environment: string;
  readonly region: string;
  /**
   * The state of the service. `parked`: it runs no tasks, because the image is `none`. `failed`: no version became
   * healthy. `absent`: nothing has been deployed yet.
   */
  readonly state: 'running' | 'deploying' | 'failed' | 'parked' | 'absent';
  readonly image: string | null;
  /** The tags of the image, which are versions of the app. */
  readonly versions: readonly string[];
  readonly since: string | null;
  readonly deployedBy: string | null;
  readonly desiredTasks: number;
  readonly runningTasks: number;
  /** The number of running tasks that pass their health check; null if there is no health check, or AWS does not report its result. */
  readonly healthyTasks: number | null;
  /** When and why a task last failed; null if no task failed in the last hour, or AWS does not report failures. */
  readonly lastFailure: string | null;
  readonly addresses: readonly string[];
  /** The names of the alarms that are in the state ALARM. */
  readonly alarms: readonly string[];
  /** The latest events of the service, each with its time. */
  readonly events: readonly string[];
}

const shownEvents = 3;

/** Reads the state of an environment's service from AWS. @throws UserError if AWS rejects a request */
export async function readServiceStatus(opened: DeployedEnvironment): Promise<ServiceStatus> {
  const { environment, aws, terraform } = opened;
  const ecs = await aws.ecs();
  const found = await describeService(ecs, environment).catch((error: Error) => {
    if (error.name === 'ClusterNotFoundException') return undefined;
    throw toUserError(error, 'read the service (ecs:DescribeServices)');
  });
  const service = found?.status === 'ACTIVE' ? found : undefined;
  const history = await readHistory(opened);
  const serving = servingDeployment(service)?.taskDefinition;
  const image = (serving && (await imageOf(ecs, serving))) ?? null;
  const health = service && (await readTaskHealth(opened));
  const deployed = history.find((entry) => entry.image === image);
  return {
    environment: environment.name,
    region: environment.region,
    state: stateOf(service, history),
    image,
    versions: deployed?.versions ?? [],
    since: deployed?.time?.toISOString() ?? null,
    deployedBy: deployed?.deployedBy ?? null,
    desiredTasks: service?.desiredCount ?? 0,
    runningTasks: service?.runningCount ?? 0,
    healthyTasks: service ? (health?.healthyTasks ?? null) : 0,
    lastFailure: health?.lastFailure ?? null,
    addresses: service ? await findAddresses(environment, await terraform.outputs(), aws) : [],
    alarms: await activeAlarms(opened),
    events: (service?.events ?? [])
      .slice(0, shownEvents)
      .map(({ createdAt, message = '' }) => [createdAt?.toISOString(), message].filter(Boolean).join(' ')),
  };
}

function stateOf(service: Service | undefined, history: readonly ImageHistoryEntry[]): ServiceStatus['state'] {
  if (!service) return history.length === 0 ? 'absent' : 'parked';
  if ((service.deployments ?? []).some(({ rolloutState }) => rolloutState === 'IN_PROGRESS')) return 'deploying';
  return servingDeployment(service) ? 'running' : 'failed';
}

/** Formats the status of a service for people. */
export function formatStatus(status: ServiceStatus): string {
  const {
    environment,
    region,
    state,
    image,
    versions,
    since,
    deployedBy,
    desiredTasks,
    runningTasks,
    healthyTasks,
    lastFailure,
    addresses,
    alarms,
    events,
  } = status;
  const next = {
    absent: `npm run deploy ${environment}`,
    failed: `npm run deploy ${environment}`,
    parked: `npm run unpark ${environment}`,
    running: '',
    deploying: '',
  }[state];
  const lines: (readonly [string, string])[] = [
    ['Environment', `${environment} in ${region}`],
    ['State', next ? `${state}; to start it: ${next}` : state],
    ...(image ? ([['Version', versions.join(', ') || digestIn(image)]] as const) : []),
    ...(since ? ([['Since', `${since}, deployed by ${deployedBy}`]] as const) : []),
    ['Tasks', `${runningTasks} of ${desiredTasks} running${healthyTasks === null ? '' : `, ${healthyTasks} healthy`}`],
    ...(lastFailure === null
      ? []
      : [['Failed', `${lastFailure}; for its log: npm run logs ${environment} -- --previous`] as const]),
    ...addresses.map((address) => ['Address', address] as const),
    ['Alarms', alarms.length === 0 ? 'none is active' : alarms.join(', ')],
    ...events.map((event) => ['Event', event] as const),
  ];
  return lines.map(([label, value]) => `${label.padEnd(12)} ${value}`).join('\n');
}
