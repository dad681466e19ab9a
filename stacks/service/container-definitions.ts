import { healthCheck, migrateCommand, shutdownOf } from '../../contract';
import { appContainer } from '../app-container';
import type { Profiles } from '../profiles/profiles';
import type { Compute } from '../settings/compute-settings';
import { nameValuePairs, type SharedVariablesProps, secretPairs, sharedVariables } from './container-variables';
import { execContainer } from './exec';

export interface ContainerProps extends SharedVariablesProps {
  readonly image: string;
  readonly logGroupName: string;
  readonly compute: Compute['kind'];
  /** Additional environment variables of the app. The container `migrate` does not get them. */
  readonly appVariables: Readonly<Record<string, string>>;
  /** The ARNs of the app's secrets, by the names of their variables. The container `migrate` does not get them. */
  readonly appSecrets: Readonly<Record<string, string>>;
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
function sharedSettings(props: ContainerProps, name: string, additional: Readonly<Record<string, string>> = {}) {
  const { image, region, logGroupName } = props;
  const { user, readonlyRootFilesystem } = appContainer(props);
  return {
    name,
    image,
    environment: nameValuePairs({ ...sharedVariables(props), ...additional }),
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
