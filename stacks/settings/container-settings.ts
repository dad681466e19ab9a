import { boolean, number, object, optional, string, strings } from './shape';

/** How ECS runs a container that replaces the shipped app. The user in the container is the `USER` of its image. */
export interface ContainerSettings {
  /**
   * The TCP port on which the container serves HTTP, 1 to 65535. The container reads the port from the variable `PORT`. `npm start` uses
   * the same port if it is free and above 1023.
   * @default 5000
   */
  readonly port?: number;
  /**
   * The path of the health check. The response must have status 200 while the container can serve requests. The path begins with `/`, and
   * has no query. The load balancer requests it every 30 seconds, and `npm run deploy` requests it after a deployment.
   * @default /health
   */
  readonly healthPath?: string;
  /**
   * The program that the container runs and its arguments, for example `['./server', '--verbose']`. No shell interprets them.
   * @default the CMD of the image
   */
  readonly command?: readonly string[];
  /**
   * A command that exits with code 0 while the container can serve requests, for example `['curl', '--fail',
   * 'http://127.0.0.1:8080/healthz']`. ECS runs the command in the container every 15 seconds, so the image must contain the program.
   * @default none: only the load balancer checks the health. Without a load balancer, a running task counts as healthy
   */
  readonly healthCheck?: readonly string[];
  /**
   * Whether the root file system of the container is read-only.
   * @default true
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * The command that runs your code on this machine for `npm start`, for example `['go', 'run', '.']`. It runs in the root directory of the
   * repository. It gets the same variables as the container, and must listen on `PORT`.
   * @default none: `npm start` does not run this environment
   */
  readonly localCommand?: readonly string[];
}

export const containerShape = object<ContainerSettings>({
  port: optional(number()),
  healthPath: optional(string),
  command: optional(strings),
  healthCheck: optional(strings),
  readonlyRootFilesystem: optional(boolean),
  localCommand: optional(strings),
});
