import { healthCheck, migrateCommand, port, shutdownOf, variables } from '../../contract';
import type { AppSettings, Compute, Ingress } from '../environment';
import type { Profiles } from '../profiles/profiles';

export interface ContainerProps {
  readonly image: string;
  readonly region: string;
  readonly tableName: string;
  readonly logGroupName: string;
  readonly ingress: Ingress;
  /** On what the task runs. */
  readonly compute: Compute['kind'];
  readonly app: AppSettings;
  /** @default none: the app writes no metrics */
  readonly metricsNamespace?: string;
  /** The variables of the app's profiles. @default none: the app has none, and there is nothing to migrate */
  readonly profiles?: Pick<Profiles, 'variables' | 'migrateSecrets'>;
}

export const containerName = 'app';

/** Brings the database's schema up to what the app of the same image needs, and ends. */
const migrateContainerName = 'migrate';

/**
 * Seconds that the app's container waits for the end of `migrate`; then the task stops. Without them hosts wait for ever.
 * Fargate takes 2 to 120.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
const migrateSeconds: Readonly<Record<Compute['kind'], number>> = { ec2: 180, fargate: 120 };

/**
 * The containers of a task, as the JSON that ECS takes. Only names come in as references: a number or an expression with
 * quotes in it would not survive as JSON. No key is null or empty, because ECS leaves such keys out and Terraform would
 * see a difference in every plan.
 *
 * There is no init process: node handles SIGTERM itself and starts no children. No capabilities are dropped: a process
 * that is not root holds none, and ECS writes an empty list beside `drop`, which every plan would take for a change.
 */
export function containerDefinitions(props: ContainerProps): string {
  const app = {
    ...common(props, containerName),
    essential: true,
    stopTimeout: shutdownOf(props.profiles !== undefined).stopTimeoutSeconds,
    portMappings: [{ containerPort: port, hostPort: port, protocol: 'tcp' }],
    healthCheck: {
      command: ['CMD', ...healthCheck.command],
      interval: healthCheck.intervalSeconds,
      timeout: healthCheck.timeoutSeconds,
      retries: healthCheck.retries,
      startPeriod: healthCheck.startPeriodSeconds,
    },
  };
  if (!props.profiles) return JSON.stringify([app]);
  const migrate = {
    ...common(props, migrateContainerName),
    essential: false,
    command: migrateCommand,
    // ECS reads them with the execution role. The task role, which the app's container has too, cannot.
    secrets: sortedPairs(props.profiles.migrateSecrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    startTimeout: migrateSeconds[props.compute],
    // It has no requests to finish.
    stopTimeout: shutdownOf(false).stopTimeoutSeconds,
  };
  // A schema that cannot be brought up to date stops the task: the deployment fails, and the version before serves.
  const dependsOn = [{ containerName: migrateContainerName, condition: 'SUCCESS' }];
  return JSON.stringify([{ ...app, dependsOn }, migrate]);
}

/** What all containers of a task have: one image, one environment, one log. */
function common({ image, region, logGroupName, ...props }: ContainerProps, name: string) {
  const { tableName, ingress, app, metricsNamespace, profiles } = props;
  const environment = {
    [variables.port]: String(port),
    [variables.region]: region,
    [variables.table]: tableName,
    // The load balancer adds the address that it sees; where there is none, no forwarded address is believed.
    [variables.trustedProxies]: ingress.kind === 'load-balanced' ? '1' : '0',
    [variables.behindTls]: ingress.kind === 'load-balanced' && ingress.domain ? 'true' : undefined,
    [variables.allowedOrigins]: app.allowedOrigins?.join(','),
    [variables.postsPerMinute]: app.postsPerMinute?.toString(),
    [variables.metricsNamespace]: metricsNamespace,
    ...profiles?.variables,
  };
  return {
    name,
    image,
    environment: nameValuePairs(environment),
    user: 'node',
    readonlyRootFilesystem: true,
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroupName,
        'awslogs-region': region,
        'awslogs-stream-prefix': name,
        // When CloudWatch is slow, lines over the buffer are lost and the app goes on; blocking would stop the app.
        mode: 'non-blocking',
        'max-buffer-size': '4m',
      },
    },
  };
}

/** Without those that have no value. */
function nameValuePairs(environment: Record<string, string | undefined>): { name: string; value: string }[] {
  return sortedPairs(environment).flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** By name, as ECS returns them. */
function sortedPairs<Value>(values: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}
