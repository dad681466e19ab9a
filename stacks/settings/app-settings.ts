import type { ResourceReference } from './resource-reference';
import type { SecretSource } from './secret-source';

/** Settings of the app itself. */
export interface AppSettings {
  /**
   * A container of your own instead of the shipped app, as `{ port: 8080, healthPath: '/healthz' }`; `{}` has the defaults. The
   * `Dockerfile` builds it (docs/your-app.md).
   * @default none: the container of the shipped app
   */
  readonly container?: ContainerSettings;
  /**
   * Additional environment variables of the app, by name: letters, digits and `_`, at most 128. The value is a text, or a reference to a
   * resource of this environment. Do not write passwords or keys here: the task definition shows them.
   * @default none
   */
  readonly environment?: Readonly<Record<string, string | ResourceReference>>;
  /**
   * Secret environment variables of the app, by name, each with the place that stores its value in this account and region. ECS reads the
   * values when a task starts.
   * @default none
   */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /**
   * Additional permissions of the app, in its task role. The guard rails apply. If the bootstrap created roles, apply it first, because its
   * boundary must allow them.
   * @default none
   */
  readonly permissions?: readonly AppPermission[];
  /**
   * Other origins that may read and post (CORS), for example `https://www.example.com`.
   * @default none: only the app's own pages
   */
  readonly allowedOrigins?: readonly string[];
  /**
   * The rate limit: posts that one client address may make in a minute, 1 to 1,000,000.
   * @default the default of the app
   */
  readonly postsPerMinute?: number;
  /**
   * Whether `npm run exec` can run commands in the tasks (ECS Exec). Commands run as root, but the root file system stays read-only. A
   * person with the permission `ecs:ExecuteCommand` can then do everything that the app can do. ECS Exec costs nothing; its agent uses some
   * memory of each task.
   * @default false
   */
  readonly exec?: boolean;
}

/** How ECS runs a container other than that of the shipped app. It runs with the `USER` of its image. */
export interface ContainerSettings {
  /**
   * The TCP port on which the container serves HTTP, 1 to 65535. The container reads it from the variable `PORT`.
   * `npm start` uses the same port if it is free and above 1023.
   * @default 5000
   */
  readonly port?: number;
  /**
   * The path that returns 200 while the container can serve. It begins with `/` and has no query. The load balancer requests it every 30
   * seconds, and `npm run deploy` after a deployment.
   * @default /health
   */
  readonly healthPath?: string;
  /**
   * The command of the container, in the exec form: `['./server', '--verbose']`.
   * @default the CMD of the image
   */
  readonly command?: readonly string[];
  /**
   * A command that exits with 0 while the container can serve, in the exec form: `['curl', '--fail', 'http://127.0.0.1:8080/healthz']`. ECS
   * runs it in the container every 15 seconds, so the image must contain its program.
   * @default none: only the load balancer checks the health. Without a load balancer, a task counts as healthy while it runs
   */
  readonly healthCheck?: readonly string[];
  /**
   * Whether the root file system of the container is read-only.
   * @default true
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * The command with which `npm start` runs your code on this machine, in the root of the repository: `['go', 'run', './app-settings']`. It gets the
   * same variables as the container, and must listen on `PORT`.
   * @default none: `npm start` does not run this environment
   */
  readonly localCommand?: readonly string[];
}

/** Allows these actions on these resources. */
export interface AppPermission {
  /** For example `s3:GetObject`, without wildcards. */
  readonly actions: readonly string[];
  /** ARNs, or `*` if the actions do not support resource-level permissions. */
  readonly resources: readonly string[];
}
