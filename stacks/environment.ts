import type { AppResource } from './app-resources/app-resource';
import type { AppSettings } from './settings/app-settings';
import type { Compute, FargateCompute } from './settings/compute-settings';
import type {
  AcceptedPlainIngress,
  DirectIngress,
  LoadBalancedIngress,
  SecureIngress,
} from './settings/ingress-settings';
import type { LogRetentionDays, MonitoringSettings } from './settings/monitoring-settings';
import type {
  DefaultNetwork,
  ExistingPrivateNetwork,
  ExistingPublicNetwork,
  PrivateNetwork,
  PublicNetwork,
} from './settings/network-settings';
import type { ProfilesStorageSettings } from './settings/profiles-settings';
import type { FixedScale, Scale } from './settings/scale-settings';
import type { State } from './settings/state-settings';
import type { TableSettings } from './settings/table-settings';

/**
 * The settings of one environment, which a user edits in `environments/`. Wrong combinations do not compile. Wrong values fail the
 * synth: `checks/` reports all of them at once.
 */
export type Environment = CommonSettings & (DirectService | LoadBalancedService | PrivateService | ProfilesService);

/** Tasks without a load balancer. Nothing spreads requests over them, so their number is fixed. */
export interface DirectService extends PublicTasks {
  /** How requests reach the tasks: directly, or through a load balancer. */
  readonly ingress: DirectIngress;
  /** The number of tasks. */
  readonly scale: FixedScale;
}

/** Tasks in public subnets behind a load balancer. */
export interface LoadBalancedService extends PublicTasks {
  /** How requests reach the tasks: directly, or through a load balancer. */
  readonly ingress: LoadBalancedIngress;
  /** The number of tasks. */
  readonly scale: Scale;
}

/** Tasks in private subnets behind a load balancer. They have no public address. */
export interface PrivateService extends PrivateTasks {
  /** How requests reach the tasks: directly, or through a load balancer. */
  readonly ingress: LoadBalancedIngress;
  /** The number of tasks. */
  readonly scale: Scale;
  readonly profiles?: undefined;
}

/** Tasks in private subnets, with profiles. They need HTTPS, or `plainHttp: 'accepted'`. */
export interface ProfilesService extends PrivateTasks {
  /** How requests reach the tasks: directly, or through a load balancer. */
  readonly ingress: SecureIngress | AcceptedPlainIngress;
  /** The number of tasks. */
  readonly scale: Scale;
  /**
   * The profiles of the app: personal details in PostgreSQL and files in S3. The load balancer then writes no access logs, because
   * the URL of a profile's page contains a token.
   * @default none: the app has no profiles and does not load their code
   */
  readonly profiles: ProfilesStorageSettings;
}

/** Tasks in public subnets. Each has a public address, through which it reaches AWS. */
export interface PublicTasks {
  /** The network of the tasks. */
  readonly network: PublicNetwork | DefaultNetwork | ExistingPublicNetwork;
  /** The compute capacity of the tasks. */
  readonly compute: FargateCompute;
  /** Profiles need private subnets for their database. */
  readonly profiles?: undefined;
}

/** Tasks in private subnets. They reach the internet through a NAT gateway. */
export interface PrivateTasks {
  /** The network of the tasks. */
  readonly network: PrivateNetwork | ExistingPrivateNetwork;
  /** The compute capacity of the tasks. */
  readonly compute: Compute;
}

/** The settings that every environment has. */
export interface CommonSettings {
  /** The first part of every name in AWS: at most 32 lower-case letters, digits and single hyphens. */
  readonly project: string;
  /** The second part of every name in AWS, and the name of the stack: 1 to 16 lower-case letters and digits. */
  readonly name: string;
  /** The AWS region, for example `eu-central-1`. */
  readonly region: string;
  /**
   * The 12 digits of an AWS account. Terraform refuses to apply this environment to any other account.
   * @default the account of the credentials
   */
  readonly account?: string;
  /** Where Terraform stores the state. */
  readonly state: State;
  /**
   * The DynamoDB table of entries. `'none'` requires `app.container`, because the shipped app stores its entries in the table.
   * @default `{}`: a table with the default name
   */
  readonly table?: TableSettings | 'none';
  /** Settings of the app itself. */
  readonly app?: AppSettings;
  /**
   * Resources for the code of the app, by name: up to 24 lower-case letters, digits and single hyphens. For example
   * `{ jobs: queue(), reports: bucket(), news: topic() }`, with the functions of `stacks/app-resources/`. The app gets their addresses from
   * variables in `app.environment`, such as `QUEUE_URL: queueUrl('jobs')`. If the bootstrap created roles, apply it first.
   * @default none
   */
  readonly resources?: Readonly<Record<string, AppResource>>;
  /**
   * Alarms, a dashboard and the app's own metrics, for 5 to 7 US dollars a month: `npm run cost` has the exact amount.
   * @default none
   */
  readonly monitoring?: MonitoringSettings;
  /** How many days to keep the logs of the app, the load balancer, the firewall and the database. */
  readonly logRetentionDays: LogRetentionDays;
  /**
   * Whether Terraform may delete data.
   *
   * `destroy`: `terraform destroy` deletes everything, including entries, images, profiles and logs.
   *
   * `protect`: Terraform refuses any plan that would delete or replace a table, the database, the repository, a bucket or the load
   * balancer, even if the configuration no longer contains it. AWS also refuses to delete the tables, the database, the load balancer,
   * and a repository or bucket that is not empty. A database that is deleted anyway leaves a snapshot. Logs and metrics are not
   * protected; they expire. Before you change the network, or remove profiles or the load balancer, write `destroy` and apply.
   */
  readonly removal: 'destroy' | 'protect';
  /**
   * The last day of a preview, in UTC, as in `2026-12-31`. It becomes the tag `Expires` of every resource; after that day,
   * `npm run preview -- --sweep` destroys the preview. `npm run preview` sets it.
   * @default none: the environment does not expire
   */
  readonly expires?: string;
}

/** The settings of previews: copies of an environment for a limited time, which `npm run preview` creates and destroys. */
export interface Preview {
  /** The environment whose settings every preview has, except its names, its state and `removal`. */
  readonly base: Environment;
  /** How many days after its last apply a preview expires, 1 to 365. */
  readonly days: number;
}

/** Whether the environment has a DynamoDB table, for entries or for uploaded files. */
export function hasDynamodbTable({ table, profiles }: Pick<Environment, 'table' | 'profiles'>): boolean {
  return table !== 'none' || profiles !== undefined;
}
