import { type ContainerSettings, containerShape } from './container-settings';
import { type ResourceReference, resourceReferenceShape } from './resource-reference';
import { type SecretSource, secretSourceShape } from './secret-source';
import { boolean, byName, listOf, number, object, objectOr, optional, string, strings } from './shape';

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

/** An IAM permission of the app: all these actions on all these resources. */
export interface AppPermission {
  /** The IAM actions, without wildcards, for example `['s3:GetObject']`. */
  readonly actions: readonly string[];
  /** The ARNs of the resources, or `['*']` if the actions do not support resource-level permissions. */
  readonly resources: readonly string[];
}

export const appShape = object<AppSettings>({
  container: optional(containerShape),
  environment: optional(byName(objectOr(resourceReferenceShape, string))),
  secrets: optional(byName(secretSourceShape)),
  permissions: optional(listOf(object<AppPermission>({ actions: strings, resources: strings }))),
  allowedOrigins: optional(strings),
  postsPerMinute: optional(number()),
  exec: optional(boolean),
});
