import { TerraformLocal, type TerraformStack } from 'cdktf';
import { healthCheck, healthPath, port } from '../contract';
import type { Environment } from './environment';
import type { ContainerSettings } from './settings/container-settings';
import { withoutExpressions } from './terraform/without-expressions';

/** How ECS runs the container of the app: the settings of the environment, completed with defaults. */
export interface AppContainer
  extends Required<Pick<ContainerSettings, 'port' | 'healthPath' | 'readonlyRootFilesystem'>> {
  /** The program and its arguments. @default the CMD of the image */
  readonly command?: readonly string[] | undefined;
  /** The command of the container's health check. @default none: only the load balancer checks the health */
  readonly healthCheck?: readonly string[] | undefined;
  /** The command with which `npm start` runs the code. @default none: `npm start` does not run this environment */
  readonly localCommand?: readonly string[] | undefined;
  /** The user that runs the program. @default the USER of the image */
  readonly user?: string;
}

/** The container of the shipped app. Its values are the same as in the Dockerfile. */
const shippedContainer: AppContainer = {
  port,
  healthPath,
  healthCheck: healthCheck.command,
  user: 'node',
  readonlyRootFilesystem: true,
};

/** Returns the container of an environment: the user's own container, or the container of the shipped app. */
export function appContainer({ app }: Pick<Environment, 'app'>): AppContainer {
  if (app?.container === undefined) return shippedContainer;
  // Do not use the health check of the shipped app here: it needs Node, which another image may not contain.
  const { command, healthCheck, localCommand, ...settings } = app.container;
  return {
    port,
    healthPath,
    readonlyRootFilesystem: true,
    ...settings,
    command: command?.map(withoutExpressions),
    healthCheck: healthCheck?.map(withoutExpressions),
    localCommand: localCommand?.map(withoutExpressions),
  };
}

/**
 * Records the user's own container in the synthesized JSON, for commands: `npm run deploy` checks its health path, and `npm start` runs its
 * local command. Terraform does not use the record.
 */
export function recordContainer(stack: TerraformStack, environment: Pick<Environment, 'app'>): void {
  if (environment.app?.container === undefined) return;
  const { healthPath, localCommand = [] } = appContainer(environment);
  new TerraformLocal(stack, 'container', { health_path: healthPath, local_command: localCommand });
}
