import { TerraformLocal, type TerraformStack } from 'cdktf';
import { healthCheck, healthPath, port } from '../../contract';
import type { Environment } from '../environment';
import type { ContainerSettings } from '../settings/app-settings';
import { withoutExpressions } from './app-variables';

/** How ECS runs the container of the app: the settings with their defaults. */
export interface AppContainer
  extends Required<Pick<ContainerSettings, 'port' | 'healthPath' | 'readonlyRootFilesystem'>> {
  /** @default the CMD of the image */
  readonly command?: readonly string[] | undefined;
  /** @default none */
  readonly healthCheck?: readonly string[] | undefined;
  /** @default none */
  readonly localCommand?: readonly string[] | undefined;
  /** @default the USER of the image */
  readonly user?: string;
}

/** The container of the shipped app, as in `contract.ts` and the Dockerfile. */
const shippedContainer: AppContainer = {
  port,
  healthPath,
  healthCheck: healthCheck.command,
  user: 'node',
  readonlyRootFilesystem: true,
};

/** Returns the container of an environment: its own, or that of the shipped app. */
export function appContainer({ app }: Pick<Environment, 'app'>): AppContainer {
  if (app?.container === undefined) return shippedContainer;
  // The health check of the shipped app needs Node, which another image may not contain.
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
 * Records the user's own container in the JSON, for the commands: `npm run deploy` checks its health path, and `npm start` runs its
 * local command. Terraform does not use these values.
 */
export function recordContainer(stack: TerraformStack, environment: Pick<Environment, 'app'>): void {
  if (environment.app?.container === undefined) return;
  const { healthPath, localCommand = [] } = appContainer(environment);
  new TerraformLocal(stack, 'container', { health_path: healthPath, local_command: localCommand });
}
