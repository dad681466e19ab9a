import { healthCheck, migrateCommand, shutdownOf, variables } from '../../contract';
import { appContainer } from '../app-container';
import type { Profiles } from '../profiles/profiles';
import type { AppSettings } from '../settings/app-settings';
import type { Compute } from '../settings/compute-settings';
import { type Ingress, isSecure } from '../settings/ingress-settings';
import { execContainer } from './exec';

export interface ContainerProps {
  readonly image: string;
  readonly region: string;
  /** The name of the table of entries. @default none: the app has no such table */
  readonly tableName?: string | undefined;
  readonly logGroupName: string;
  readonly ingress: Ingress;
  readonly compute: Compute['kind'];
  readonly app: AppSettings;
  /** Additional environment variables of the app. The container `migrate` does not get them. */
  readonly appVariables: Readonly<Record<string, string>>;
  /** The ARNs of the app's secrets, by the names of their variables. The container `migrate` does not get them. */
  readonly appSecrets: Readonly<Record<string, string>>;
  /** The CloudWatch namespace of the app's own metrics. @default none: the app writes no metrics */
  readonly metricsNamespace?: string;
  /** The environment variables and secrets of profiles. @default none: the app has no profiles and no migration */
  readonly profiles?: Pick<Profiles, 'variables' | 'migrateSecrets'>;
}

/** The name of the container that runs the app. */
export const containerName = 'app';

/** The name of the container that migrates the database before the app starts. */
const migrateContainerName = 'migrate';

/**
 * How many seconds the migration may take before ECS stops the task. Without this limit, tasks on EC2 would wait forever. Fargate accepts 2
 * to 120 seconds.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
const migrateSeconds: Readonly<Record<Compute['kind'], number>> = { ec2: 180, fargate: 120 };

/**
 * Returns the container definitions of a task, as JSON for ECS. Only names may be Terraform references: a reference instead
 * of a number, or an expression that contains quotes, would break the JSON. No value is
 * null or empty, because ECS omits such keys, and every plan would show a change.
 *
 * Only with ECS Exec does the container have an init process: node itself handles SIGTERM and starts no child processes. The definitions
 * drop no Linux capabilities: a process that is not root has none. With `drop`, ECS would also return an empty list `add`, so every plan
 * would show a change.
 */
export function containerDefinitions(props: ContainerProps): string {
  const { port, command, healthCheck: check } = appContainer(props);
  const app = {
    ...sharedSettings(props, containerName, props.appVariables),
    ...(command && { command }),
    ...(Object.keys(props.appSecrets).length > 0 && { secrets: secretPairs(props.appSecrets) }),
    essential: true,
    stopTimeout: shutdownOf(props.profiles !== undefined).stopTimeoutSeconds,
    portMappings: [{ containerPort: port, hostPort: port, protocol: 'tcp' }],
    ...(check && { healthCheck: containerCheck(check) }),
    ...(props.app.exec && execContainer),
  };
  if (!props.profiles) return JSON.stringify([app]);
  const migrate = {
    ...sharedSettings(props, migrateContainerName),
    essential: false,
    command: migrateCommand,
    // Only the execution role can read these secrets. The task role cannot read them, because its permissions are those of the app.
    secrets: secretPairs(props.profiles.migrateSecrets),
    startTimeout: migrateSeconds[props.compute],
    // This container serves no requests, so it needs no time to finish them.
    stopTimeout: shutdownOf(false).stopTimeoutSeconds,
  };
  // If the migration fails, the task stops and the deployment fails. The previous version continues to run.
  const dependsOn = [{ containerName: migrateContainerName, condition: 'SUCCESS' }];
  return JSON.stringify([{ ...app, dependsOn }, migrate]);
}

/** Returns a container health check with the interval and the timeout of the shipped app's health check. */
function containerCheck(command: readonly string[]) {
  return {
    command: ['CMD', ...command],
    interval: healthCheck.intervalSeconds,
    timeout: healthCheck.timeoutSeconds,
    retries: healthCheck.retries,
    startPeriod: healthCheck.startPeriodSeconds,
  };
}

/** Returns the definition that all containers of a task have in common: image, environment variables, user and log. */
function sharedSettings(
  { image, region, logGroupName, ...props }: ContainerProps,
  name: string,
  additional: Readonly<Record<string, string>> = {},
) {
  const { tableName, ingress, app, metricsNamespace, profiles } = props;
  const { port, user, readonlyRootFilesystem } = appContainer(props);
  const environment = {
    [variables.port]: String(port),
    [variables.region]: region,
    [variables.table]: tableName,
    [variables.trustedProxies]: String(trustedProxies(ingress)),
    [variables.behindTls]: isSecure(ingress) ? 'true' : undefined,
    [variables.allowedOrigins]: app.allowedOrigins?.join(','),
    [variables.postsPerMinute]: app.postsPerMinute?.toString(),
    [variables.metricsNamespace]: metricsNamespace,
    ...profiles?.variables,
    ...additional,
  };
  return {
    name,
    image,
    environment: nameValuePairs(environment),
    ...(user !== undefined && { user }),
    readonlyRootFilesystem,
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroupName,
        'awslogs-region': region,
        'awslogs-stream-prefix': name,
        // If CloudWatch is slow, log lines that do not fit into the buffer are lost. The mode `blocking` would block the app instead.
        mode: 'non-blocking',
        'max-buffer-size': '4m',
      },
    },
  };
}

/**
 * Returns how many proxies append a client address to X-Forwarded-For: CloudFront and the load balancer. Without a proxy, the app must not
 * trust this header.
 */
function trustedProxies(ingress: Ingress): 0 | 1 | 2 {
  if (ingress.kind === 'direct') return 0;
  return ingress.cdn ? 2 : 1;
}

/** Returns the environment variables that have a value, in the format of ECS container definitions. */
function nameValuePairs(environment: Record<string, string | undefined>): { name: string; value: string }[] {
  return sortedPairs(environment).flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

function secretPairs(secrets: Readonly<Record<string, string>>): { name: string; valueFrom: string }[] {
  return sortedPairs(secrets).map(([name, valueFrom]) => ({ name, valueFrom }));
}

/** Returns the entries sorted by name, because ECS returns them in this order. Any other order would show up as a change in every plan. */
function sortedPairs<Value>(values: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}
