import type { AppResource } from './resources/app-resource';

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
   * The DynamoDB table of entries. `'none'`: no table, which needs `app.container`, because the shipped app stores its entries there.
   * @default `{}`: a table with the default name
   */
  readonly table?: TableSettings | 'none';
  /** Settings of the app itself. */
  readonly app?: AppSettings;
  /**
   * Resources for the code of the app, by name: up to 24 lower-case letters, digits and single hyphens. For example
   * `{ jobs: queue(), reports: bucket(), news: topic() }`, with the functions of `stacks/resources/`. A variable in `app.environment` gives
   * the app the address: `QUEUE_URL: queueUrl('jobs')`. If the bootstrap created roles, apply it first.
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

/** Where Terraform stores the state of a stack. docs/state.md says how to move it to another kind. */
export type State = LocalState | S3State | CloudState;

/** The file `terraform.<name>.tfstate` in the root of the repository, for one person on one machine. */
export interface LocalState {
  readonly kind: 'local';
}

/** The object `<project>/<name>.tfstate` in an S3 bucket, with a lock file, for a team. `bootstrap` creates the bucket. */
export interface S3State {
  readonly kind: 's3';
  /** The name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. */
  readonly bucket: string;
  /** The region of the bucket. */
  readonly region: string;
}

/** A workspace in Terraform Cloud (HCP Terraform). The workspace decides whether runs execute there or locally. */
export interface CloudState {
  readonly kind: 'cloud';
  /** The name of the organization in Terraform Cloud. */
  readonly organization: string;
  /**
   * The name of the workspace. The first `terraform init` creates it.
   * @default {project}-{name}
   */
  readonly workspace?: string;
}

/** The network of an environment. */
export type NetworkSettings = DedicatedNetwork | DefaultNetwork | ExistingNetwork;

/** The account's default VPC and its default subnets. Terraform neither creates nor changes them. */
export interface DefaultNetwork {
  readonly kind: 'default';
}

/** A VPC that the environment does not manage. Terraform changes nothing in it; docs/existing-network.md says what it must have. */
export type ExistingNetwork = ExistingPublicNetwork | ExistingPrivateNetwork;

/** An existing VPC. The tasks run in its public subnets. */
export interface ExistingPublicNetwork extends ExistingSubnetIds {
  readonly privateSubnetIds?: undefined;
}

/** An existing VPC. The tasks run in its private subnets. */
export interface ExistingPrivateNetwork extends ExistingSubnetIds {
  /**
   * The ids of private subnets, each in another zone, in which there must also be a public subnet. Each has a route for 0.0.0.0/0, but not to
   * an internet gateway: to a NAT gateway, for example.
   */
  readonly privateSubnetIds: readonly string[];
}

/** The settings of every existing VPC. */
export interface ExistingSubnetIds {
  readonly kind: 'existing';
  /** The id of the VPC, for example `vpc-0123456789abcdef0`. */
  readonly vpcId: string;
  /** The ids of two or more public subnets, each in another zone. Each has a route for 0.0.0.0/0 to an internet gateway. */
  readonly publicSubnetIds: readonly string[];
}

/** A VPC that belongs to the environment. */
export type DedicatedNetwork = PublicNetwork | PrivateNetwork;

/** A VPC with a public subnet in each of two or more availability zones. The tasks run in them. */
export interface PublicNetwork extends DedicatedRanges {
  readonly privateSubnets?: undefined;
  readonly nat?: undefined;
}

/** A VPC with a public and a private subnet in each of two or more availability zones. The tasks run in the private ones. */
export interface PrivateNetwork extends DedicatedRanges {
  /** The CIDR range of each private subnet, by the letter of its availability zone: the same zones as in `publicSubnets`. */
  readonly privateSubnets: Readonly<Record<string, string>>;
  /**
   * The NAT gateways: `one` in the first zone, or one `per zone`. With one per zone, the failure of a zone does not cut off the other zones. A
   * gateway with its address costs about 42 US dollars a month, and 0.052 per gigabyte.
   */
  readonly nat: 'one' | 'per zone';
}

/** The settings of every VPC that belongs to the environment. */
export interface DedicatedRanges {
  readonly kind: 'dedicated';
  /** The private IPv4 range of the VPC, `/16` to `/28`. */
  readonly cidr: string;
  /** The CIDR range of each public subnet inside `cidr`, by the letter of its availability zone: `a` is `eu-central-1a`. */
  readonly publicSubnets: Readonly<Record<string, string>>;
}

/** How requests reach the tasks. */
export type Ingress = DirectIngress | LoadBalancedIngress;

/** The settings of every ingress. */
export interface EntranceSettings {
  /**
   * The only networks from which requests reach the app: IPv4 ranges such as `203.0.113.0/24`, and ids of managed prefix lists with IPv4
   * ranges, such as `pl-0123456789abcdef0`. CloudFront accepts only ranges. This replaces no login. `npm run deploy` can then check the address only
   * from these networks (docs/entrance.md).
   * @default the internet
   */
  readonly allowFrom?: readonly string[];
}

/** No load balancer: each task has a public address, and serves plain HTTP to the internet. */
export interface DirectIngress extends EntranceSettings {
  readonly kind: 'direct';
}

/** An application load balancer. The tasks accept requests only from it. */
export type LoadBalancedIngress = SecureIngress | PlainIngress;

/** HTTPS: with a domain, with CloudFront, or with both. */
export type SecureIngress = DomainIngress | CdnIngress;

/** HTTPS at a public load balancer, with a domain. */
export interface DomainIngress extends LoadBalancerSettings {
  /** The domain of the app. With it, the load balancer serves HTTPS and redirects HTTP. */
  readonly domain: Domain;
  readonly cdn?: undefined;
  readonly plainHttp?: undefined;
}

/** HTTPS at CloudFront. The load balancer is internal: it has no public address, and accepts requests only from CloudFront. */
export interface CdnIngress extends LoadBalancerSettings {
  /**
   * A CloudFront distribution, which brings a domain name below `cloudfront.net` with its certificate, HTTPS and a redirect from HTTP. It
   * costs nothing up to 10 million requests and 1 TB a month. It caches only responses whose `Cache-Control` allows it.
   */
  readonly cdn: CdnSettings;
  /**
   * The domain of the app, with a certificate of its own.
   * @default the domain name of the distribution
   */
  readonly domain?: Domain;
  readonly plainHttp?: undefined;
}

/** The settings of a CloudFront distribution. */
export interface CdnSettings {
  /**
   * The edge locations that serve the app. `PriceClass_100`: North America, Europe and Israel; `PriceClass_200`: also Africa, the Middle
   * East and most of Asia. Visitors elsewhere are served from there too, but more slowly.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
   * @default 'PriceClass_All': all edge locations; beyond the free amount, some cost more
   */
  readonly priceClass?: 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';
}

/** Plain HTTP at the DNS name of the load balancer. */
export interface PlainIngress extends LoadBalancerSettings {
  readonly domain?: undefined;
  readonly cdn?: undefined;
  /**
   * Accepts that requests and responses are not encrypted. It is required for profiles without `domain` and `cdn`, because others can then
   * read and change email addresses, phone numbers and management links in transit.
   * @default not accepted: the synth refuses profiles without HTTPS
   */
  readonly plainHttp?: 'accepted';
}

/** Plain HTTP with `plainHttp: 'accepted'`. */
export type AcceptedPlainIngress = PlainIngress & Required<Pick<PlainIngress, 'plainHttp'>>;

/** The settings of a load balancer, with or without a domain. */
export interface LoadBalancerSettings extends EntranceSettings {
  readonly kind: 'load-balanced';
  /**
   * AWS WAF in front of the load balancer, or with `cdn` at the edge locations of CloudFront: about 10 US dollars a month, and 0.60 per
   * million requests.
   * @default `{}` with a domain: every rule blocks; `'off'` without a domain
   */
  readonly firewall?: FirewallSettings | 'off';
}

/** The domain of the app. Its DNS is either in Route 53 or managed elsewhere. */
export type Domain = Route53Domain | ExternalDomain;

/** A domain in a Route 53 zone of the account. The environment creates its certificate and its records. */
export interface Route53Domain extends DomainName {
  /** A public Route 53 zone, for example `example.com`. It must exist, and its parent zone must delegate to its name servers. */
  readonly zone: string;
  readonly certificateArn?: undefined;
}

/** A domain whose DNS is managed elsewhere. The output `dns_record` contains the record to create there. */
export interface ExternalDomain extends DomainName {
  readonly zone?: undefined;
  /**
   * The ARN of an ACM certificate for the name, in the account and the region of the environment, or with `cdn` in us-east-1. It must be issued before the first
   * deployment. ACM renews it only while its validation record exists; an imported certificate is not renewed.
   */
  readonly certificateArn: string;
}

/** The name of a domain. */
export interface DomainName {
  /** The domain name, in lower case and without a final dot, for example `app.example.com`. With `zone`, the name of the zone or one below it. */
  readonly name: string;
}

/** The rules of the firewall. Each blocks the requests that it matches, or only counts them. */
export interface FirewallSettings {
  /** AWS's common rule set, for example path traversal and cross-site scripting. @default 'block' */
  readonly commonRules?: FirewallMode;
  /** AWS's known bad inputs: current exploits. @default 'block' */
  readonly knownBadInputs?: FirewallMode;
  /** AWS's list of IP addresses with a bad reputation. @default 'block' */
  readonly ipReputation?: FirewallMode;
  /**
   * Request bodies over 8 KiB, because AWS WAF inspects only the first 8 KiB. The app's forms are shorter than 4 KiB, except the forms of
   * profiles, which this rule always allows.
   * @default 'block'
   */
  readonly bodySize?: FirewallMode;
  /** IP addresses that send more than `requestsPerAddress`. @default 'block' */
  readonly rate?: FirewallMode;
  /**
   * The rate limit: requests that one IP address may send in five minutes, 10 to 2,000,000,000.
   * @default 2000
   */
  readonly requestsPerAddress?: number;
}

/** The action of a rule: reject the request, or only count it. */
export type FirewallMode = 'block' | 'count';

/**
 * The compute capacity of the tasks. `fargate`: AWS operates the hosts. `ec2`: EC2 instances in private subnets of the environment. A change
 * from one to the other replaces the service, and no task runs for some minutes.
 */
export type Compute = FargateCompute | Ec2Compute;

/**
 * The CPU units that Fargate offers for a task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export type FargateCpu = 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384;

/** Tasks on AWS Fargate. */
export interface FargateCompute {
  readonly kind: 'fargate';
  /** The CPU units of a task; 1024 units are one vCPU. */
  readonly cpu: FargateCpu;
  /** The memory of a task in MiB. Each `cpu` allows its own values; 256 allows 512, 1024 and 2048. */
  readonly memoryMiB: number;
  /** The processor that the image is built for. ARM64 costs about 20 % less. */
  readonly architecture: 'ARM64' | 'X86_64';
  /**
   * The percentage of tasks beyond the first that run on Fargate Spot, 0 to 100. Spot costs about 70 % less, but AWS may stop a task
   * with two minutes' notice. To stop using Spot, write 0: if you remove the line, Terraform replaces the service, and no task runs
   * for about a minute.
   * @default none: all tasks run on regular Fargate
   */
  readonly spotPercent?: number;
}

/**
 * EC2 instances as hosts of the tasks (ECS container instances). AWS starts and stops them as needed. One command replaces them with hosts that
 * run the latest image (docs/operations.md).
 */
export interface Ec2Compute {
  readonly kind: 'ec2';
  /**
   * The instance type of the hosts, for example `t4g.small`. Each task needs one network interface. A small host has three, and uses one
   * itself. The synth refuses hosts without capacity for a deployment, and warns if a deployment would take several rounds. The synth
   * checks the sizes of t3, t3a and t4g, and of the families c, m and r in the generations 5 to 8.
   */
  readonly instanceType: string;
  /** The CPU units of a task, 128 to 196608 and at most those of a host; 1024 units are one vCPU. */
  readonly cpu: number;
  /** The memory of a task in MiB, at least 512. Up to 11 % of the memory of a host is not available to tasks. */
  readonly memoryMiB: number;
  /** The processor that the image is built for. It must be the processor of `instanceType`. */
  readonly architecture: 'ARM64' | 'X86_64';
  /** The limits of the number of hosts. AWS runs as many as the tasks need. */
  readonly hosts: {
    /** The minimum, 1 to 100. With one host, the app is down for minutes if that host fails. */
    readonly min: number;
    /**
     * The maximum, `min` to 100. A deployment needs capacity for one task more than the maximum of `scale`. With capacity for twice that
     * maximum, it takes one round.
     */
    readonly max: number;
  };
}

/** The number of tasks: fixed, or between two limits. */
export type Scale = FixedScale | AutomaticScale;

/** A fixed number of tasks. */
export interface FixedScale {
  readonly kind: 'fixed';
  /** The number of tasks, 1 to 100. */
  readonly tasks: number;
}

/** A number of tasks that follows the load. */
export interface AutomaticScale {
  readonly kind: 'automatic';
  /** The minimum, 1 to 100. */
  readonly min: number;
  /** The maximum, `min` to 100. */
  readonly max: number;
  /**
   * The target for the average CPU utilization, 10 to 90 percent.
   * @default 60
   */
  readonly cpuPercent?: number;
  /**
   * The target for the requests per task and minute, 1 to 1,000,000.
   * @default 1000
   */
  readonly requestsPerTask?: number;
}

/** The stores of profiles. */
export interface ProfilesStorageSettings {
  /** The database of personal details. */
  readonly database: DatabaseInstanceSettings;
}

/** PostgreSQL on RDS. */
export interface DatabaseInstanceSettings {
  /** The class of the instance, for example `db.t4g.micro`. That class costs about 14 US dollars a month. */
  readonly instanceClass: string;
  /** The initial storage, 20 to 65536 GiB. 20 GiB cost about 3 US dollars a month. */
  readonly storageGiB: number;
  /** The maximum to which RDS may grow the storage, at least 10 % above `storageGiB`. The storage never shrinks. */
  readonly maxStorageGiB: number;
  /**
   * Whether a standby instance in another zone takes over within two minutes. This doubles the price.
   * @default false
   */
  readonly multiAz?: boolean;
  /**
   * The major version of PostgreSQL, 15 or newer. RDS installs minor versions in the maintenance window. To upgrade, also set
   * `allowMajorVersionUpgrade`.
   * @default 17
   */
  readonly engineVersion?: number;
  /**
   * Whether an apply may upgrade the major version. The database is down for minutes, and only restoring a snapshot returns to the old version.
   * Needs `applyImmediately`. Remove it after the upgrade (docs/operations.md).
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /**
   * When RDS installs updates and applies pending changes, each week in UTC: `ddd:hh:mm-ddd:hh:mm` in lower case, at least 30 minutes,
   * outside `backupWindow`.
   * @default sun:03:00-sun:04:00
   */
  readonly maintenanceWindow?: string;
  /**
   * When RDS makes the daily backup, in UTC: `hh:mm-hh:mm`, at least 30 minutes.
   * @default 01:00-02:00
   */
  readonly backupWindow?: string;
  /**
   * Whether an apply changes the database immediately. This may restart the database. Otherwise RDS applies changes in the maintenance
   * window, and every plan shows them until then.
   * @default false
   */
  readonly applyImmediately?: boolean;
}

/** The defaults of `DatabaseInstanceSettings`. */
export const databaseDefaults = {
  engineVersion: 17,
  maintenanceWindow: 'sun:03:00-sun:04:00',
  backupWindow: '01:00-02:00',
} as const;

/** The DynamoDB table of entries. */
export interface TableSettings {
  /**
   * The name of the table: 3 to 255 letters, digits, `_`, `.` and `-`, unique in the account and region.
   * @default {project}-{name}-entries
   */
  readonly name?: string;
}

/** Settings of the app itself. */
export interface AppSettings {
  /**
   * A container of your own instead of the shipped app, as `{ port: 8080, healthPath: '/healthz' }`; `{}` has the defaults. The `Dockerfile`
   * builds it (docs/your-app.md).
   * @default none: the container of the shipped app
   */
  readonly container?: ContainerSettings;
  /**
   * Additional environment variables of the app, by name: letters, digits and `_`, at most 128. The value is a text, or a reference to a
   * resource of this environment. Passwords and keys do not belong here: everybody who can read the task definition can read them.
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
   * Whether `npm run exec` can run commands in the tasks (ECS Exec). Commands run as root, but the root file system stays read-only. A person
   * with the permission `ecs:ExecuteCommand` can then do everything that the app can do. ECS Exec costs nothing; its agent uses some memory of
   * each task.
   * @default false
   */
  readonly exec?: boolean;
}

/** How ECS runs a container other than that of the shipped app. It runs with the `USER` of its image. */
export interface ContainerSettings {
  /**
   * The TCP port on which the container serves HTTP, 1 to 65535. The container reads it from the variable `PORT`.
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
   * A command that exits with 0 while the container can serve, in the exec form: `['curl', '--fail', 'http://127.0.0.1:8080/healthz']`. ECS runs
   * it in the container every 15 seconds, so the image must contain its program.
   * @default none: only the load balancer checks the health. Without a load balancer, a task counts as healthy while it runs
   */
  readonly healthCheck?: readonly string[];
  /**
   * Whether the root file system of the container is read-only.
   * @default true
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * The command with which `npm start` runs your code on this machine, in the root of the repository: `['go', 'run', './app']`. It gets the
   * same variables as the container, and must listen at `PORT`.
   * @default none: `npm start` refuses to run this environment
   */
  readonly localCommand?: readonly string[];
}

/** Allows these actions on these resources. */
export interface AppPermission {
  /** For example `s3:GetObject`, without wildcards. */
  readonly actions: readonly string[];
  /** ARNs, or `*` if AWS accepts none for the actions. */
  readonly resources: readonly string[];
}

/** The place that stores a secret value. The value itself must not be in code, a plan or a state. */
export type SecretSource = ParameterSource | SecretsManagerSource;

/** How a value is encrypted. */
interface EncryptedSource {
  /**
   * The ARN of the customer managed KMS key that encrypts the value, for example
   * `arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012`. The execution role may then decrypt with this key.
   * @default AWS's own key
   */
  readonly kmsKey?: string;
}

/** A `SecureString` parameter in the parameter store of Systems Manager. It costs nothing. */
export interface ParameterSource extends EncryptedSource {
  /** The name, for example `/eight-digit/prod/api-key`. */
  readonly parameter: string;
  readonly secret?: undefined;
  readonly key?: undefined;
}

/** A secret in Secrets Manager. It costs 0.40 US dollars a month. */
export interface SecretsManagerSource extends EncryptedSource {
  readonly parameter?: undefined;
  /** The name or the complete ARN. */
  readonly secret: string;
  /**
   * The key in the JSON object that the secret contains.
   * @default none: the whole secret
   */
  readonly key?: string;
}

/** An attribute of a resource of the same environment. Terraform replaces the reference with the value. */
export type ResourceReference = TableReference | LogGroupReference | AddedResourceReference;

/** The DynamoDB table of entries. */
export interface TableReference {
  readonly kind: 'table';
  readonly attribute: 'name' | 'arn';
}

/** The log group of the app. */
export interface LogGroupReference {
  readonly kind: 'log-group';
  readonly attribute: 'name' | 'arn';
}

/** A resource in `resources`. The files of `stacks/resources/` have a function for each kind, such as `queueUrl('jobs')`. */
export interface AddedResourceReference {
  readonly kind: 'resource';
  /** Its name in `resources`. */
  readonly resource: string;
  /** Its kind, for example `queue`. */
  readonly ofKind: string;
  /** An attribute that the kind has, for example `url`. */
  readonly attribute: string;
}

/** Alarms and a dashboard. */
export interface MonitoringSettings {
  /**
   * The email address that receives the alarms. The first mail asks to confirm the subscription.
   * @default none: subscribe to the topic yourself
   */
  readonly email?: string;
}

/** The retention periods that CloudWatch Logs accepts, in days (PutRetentionPolicy). */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
/** A number of days that CloudWatch Logs accepts. */
export type LogRetentionDays = (typeof logRetentionDays)[number];

/** The settings of the firewall, or the default; undefined without a firewall. */
export function firewallSettingsOf(ingress: Ingress): FirewallSettings | undefined {
  if (ingress.kind === 'direct') return undefined;
  const { domain, firewall = domain ? {} : 'off' } = ingress;
  return firewall === 'off' ? undefined : firewall;
}

/** Whether there is a web ACL of AWS WAF: the firewall, or with CloudFront `allowFrom`. */
export function hasWebAcl(ingress: Ingress): boolean {
  return firewallSettingsOf(ingress) !== undefined || limitsCdn(ingress);
}

/** Whether a web ACL at CloudFront limits the networks of clients. */
export function limitsCdn(ingress: Ingress): boolean {
  return ingress.kind === 'load-balanced' && ingress.cdn !== undefined && ingress.allowFrom !== undefined;
}

/** Whether the clients use HTTPS. */
export function isSecure(ingress: Ingress): ingress is SecureIngress {
  return ingress.kind === 'load-balanced' && (ingress.domain !== undefined || ingress.cdn !== undefined);
}

/** Whether the tasks run in private subnets, with EC2 instances as hosts or as a bastion. */
export function hasPrivateSubnets({ network }: { readonly network: NetworkSettings }): boolean {
  if (network.kind === 'existing') return network.privateSubnetIds !== undefined;
  return network.kind === 'dedicated' && network.privateSubnets !== undefined;
}

/** Whether the environment has a DynamoDB table: that of entries, or that of uploaded files. */
export function hasDynamodbTable({ table, profiles }: Pick<Environment, 'table' | 'profiles'>): boolean {
  return table !== 'none' || profiles !== undefined;
}

/** The largest number of tasks outside of a deployment. A deployment runs up to twice as many. */
export function maxTasks(scale: Scale): number {
  return scale.kind === 'fixed' ? scale.tasks : scale.max;
}
