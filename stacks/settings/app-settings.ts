import type { ResourceReference } from './resource-reference';
import type { SecretSource } from './secret-source';

/** The settings of the app itself. */
export interface AppSettings {
  /**
   * A container of your own instead of the shipped app, for example `{ port: 8080, healthPath: '/healthz' }`. `{}` uses the defaults. The
   * `Dockerfile` must build your container (docs/your-app.md).
   * @default none: the container of the shipped app
   */
  readonly container?: ContainerSettings;
  /**
   * Additional environment variables of the app, by name: at most 128 letters, digits and `_`. Each value is a string, or a reference to a
   * resource of this environment. Do not write passwords or keys here: everybody who can read the task definition can read them.
   * @default none
   */
  readonly environment?: Readonly<Record<string, string | ResourceReference>>;
  /**
   * Secret environment variables of the app, by name. Each entry names the place that stores the value, in the account and region of the
   * environment. ECS reads the values when a task starts.
   * For example `{ API_KEY: { parameter: '/eight-digit/prod/api-key' } }`.
   * @default none
   */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /**
   * Additional IAM permissions of the app, which its task role gets. The guard rails reject dangerous permissions. If the bootstrap created
   * roles, apply the bootstrap before the environment, because the permissions boundary must allow the permissions too.
   * @default none
   */
  readonly permissions?: readonly AppPermission[];
  /**
   * Other origins whose pages may read from and post to the app (CORS), for example `['https://www.example.com']`.
   * @default none: only the app's own pages
   */
  readonly allowedOrigins?: readonly string[];
  /**
   * The rate limit: how many posts one client address may make per minute, 1 to 1,000,000.
   * @default 30
   */
  readonly postsPerMinute?: number;
  /**
   * Whether `npm run exec` can run commands in the tasks (ECS Exec). Commands run as root, but a read-only root file system stays
   * read-only. A person with the permission `ecs:ExecuteCommand` can then do everything that the app can do. ECS Exec costs nothing; its
   * agent uses some memory of each task.
   * @default false
   */
  readonly exec?: boolean;
}

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

/** An IAM permission of the app: all these actions on all these resources. */
export interface AppPermission {
  /** The IAM actions, without wildcards, for example `['s3:GetObject']`. */
  readonly actions: readonly string[];
  /** The ARNs of the resources, or `['*']` if the actions do not support resource-level permissions. */
  readonly resources: readonly string[];
}
