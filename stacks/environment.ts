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
 * The settings of one environment. A user edits them in `environments/`. Invalid combinations of settings do not compile. Invalid values
 * fail the synth, and `stacks/checks/` reports all of them at once.
 */
export type Environment = CommonSettings & (DirectService | LoadBalancedService | PrivateService | ProfilesService);

/** An environment without a load balancer. Nothing distributes requests among its tasks, so their number is fixed. */
export interface DirectService extends PublicTasks {
  /** How requests reach the tasks: directly, at the public address of each task. */
  readonly ingress: DirectIngress;
  /** The number of tasks, for example `{ kind: 'fixed', tasks: 1 }`. */
  readonly scale: FixedScale;
}

/** An environment whose tasks are in public subnets, behind a load balancer. */
export interface LoadBalancedService extends PublicTasks {
  /** How requests reach the tasks: through a load balancer. */
  readonly ingress: LoadBalancedIngress;
  /** The number of tasks: `fixed`, or `automatic` between a minimum and a maximum. */
  readonly scale: Scale;
}

/** An environment whose tasks are in private subnets, behind a load balancer. The tasks have no public address. */
export interface PrivateService extends PrivateTasks {
  /** How requests reach the tasks: through a load balancer. */
  readonly ingress: LoadBalancedIngress;
  /** The number of tasks: `fixed`, or `automatic` between a minimum and a maximum. */
  readonly scale: Scale;
  readonly profiles?: undefined;
}

/** An environment with profiles, whose tasks are in private subnets. Profiles need HTTPS, or `plainHttp: 'accepted'`. */
export interface ProfilesService extends PrivateTasks {
  /** How requests reach the tasks: through a load balancer, with HTTPS or with `plainHttp: 'accepted'`. */
  readonly ingress: SecureIngress | AcceptedPlainIngress;
  /** The number of tasks: `fixed`, or `automatic` between a minimum and a maximum. */
  readonly scale: Scale;
  /**
   * The storage of the app's profiles: personal details in PostgreSQL, and files in S3. With profiles, the load balancer writes no access
   * logs, because the URL of a profile's page contains a token.
   * @default none: the app has no profiles and does not load their code
   */
  readonly profiles: ProfilesStorageSettings;
}

/** Tasks in public subnets. Each task reaches AWS through its own public address. */
export interface PublicTasks {
  /** The network of the tasks: a VPC of the environment, the default VPC, or an existing VPC, with public subnets. */
  readonly network: PublicNetwork | DefaultNetwork | ExistingPublicNetwork;
  /** The CPU, memory and processor of the tasks, which run on Fargate. */
  readonly compute: FargateCompute;
  /** Not allowed here: the database of profiles needs private subnets. */
  readonly profiles?: undefined;
}

/** Tasks in private subnets. They reach AWS and the internet through the route of their subnets, such as a NAT gateway. */
export interface PrivateTasks {
  /** The network of the tasks: a VPC of the environment or an existing VPC, with private subnets. */
  readonly network: PrivateNetwork | ExistingPrivateNetwork;
  /** The CPU, memory and processor of the tasks, which run on `fargate` or on `ec2`. */
  readonly compute: Compute;
}

/** The settings that every environment has. */
export interface CommonSettings {
  /** The first part of the name of every resource in AWS: 1 to 32 lower-case letters, digits and single hyphens. */
  readonly project: string;
  /** The second part of the name of every resource in AWS, and the name of the stack: 1 to 16 lower-case letters and digits. */
  readonly name: string;
  /** The AWS region, for example `eu-central-1`. */
  readonly region: string;
  /**
   * The 12 digits of an AWS account. Terraform refuses to apply this environment to any other account.
   * @default the account of the credentials, whichever account that is
   */
  readonly account?: string;
  /** Where Terraform stores the state: `local` in a file, `s3` in a bucket, or `cloud` in Terraform Cloud. */
  readonly state: State;
  /**
   * The DynamoDB table of entries. `'none'` creates no table, and requires `app.container`, because the shipped app needs the table.
   * @default `{}`: a table with the default name
   */
  readonly table?: TableSettings | 'none';
  /**
   * The settings of the app itself: its container, variables, secrets, permissions and limits.
   * @default `{}`: the shipped app with its defaults
   */
  readonly app?: AppSettings;
  /**
   * Resources for the code of the app, by name: up to 24 lower-case letters, digits and single hyphens.
   * For example `{ jobs: queue(), reports: bucket(), news: topic() }`, with the functions of `stacks/app-resources/`. Variables in
   * `app.environment` pass the addresses of these resources to the app, for example `QUEUE_URL: queueUrl('jobs')`. If the bootstrap created
   * roles, apply the bootstrap before the environment.
   * @default none
   */
  readonly resources?: Readonly<Record<string, AppResource>>;
  /**
   * Alarms, a dashboard and the app's own metrics. They cost 5 to 7 US dollars a month; `npm run cost` calculates the exact amount.
   * @default none
   */
  readonly monitoring?: MonitoringSettings;
  /**
   * How many days to keep the logs of the app, the load balancer, the firewall and the database. CloudWatch allows only some values, for
   * example 7, 30 and 365.
   */
  readonly logRetentionDays: LogRetentionDays;
  /**
   * Whether Terraform may delete data.
   *
   * `destroy`: `terraform destroy` deletes everything, including entries, images, profiles and logs.
   *
   * `protect`: Terraform refuses every plan that would delete or replace a table, the database, the repository, a bucket or the load
   * balancer. This includes plans for a configuration that no longer contains the resource. AWS also refuses to delete the tables, the
   * database, the load balancer, and a repository or bucket that is not empty. If the database is deleted nevertheless, a snapshot remains.
   * Logs and metrics are not protected; they expire. Before you change the network, or remove profiles or the load balancer, set `destroy`
   * and apply.
   */
  readonly removal: 'destroy' | 'protect';
  /**
   * The last day of a preview, in UTC, for example `2026-12-31`. `npm run preview` sets it, and every resource has it as the tag `Expires`.
   * After that day, `npm run preview -- --sweep` destroys the preview.
   * @default none: the environment does not expire
   */
  readonly expires?: string;
}
