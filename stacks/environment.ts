/**
 * One environment: what a user edits in `environments/`. The types keep out wrong combinations; wrong values are refused
 * at synth by `checks/`, all at once.
 */
export type Environment = CommonSettings & (DirectService | LoadBalancedService | PrivateService | ProfilesService);

/** Every task stands for itself: nothing spreads requests over more of them, so their number is fixed. */
export interface DirectService extends PublicTasks {
  /** How requests reach the tasks. */
  readonly ingress: DirectIngress;
  /** How many tasks run. */
  readonly scale: FixedScale;
}

/** A load balancer spreads the requests over the tasks. */
export interface LoadBalancedService extends PublicTasks {
  /** How requests reach the tasks. */
  readonly ingress: LoadBalancedIngress;
  /** How many tasks run. */
  readonly scale: Scale;
}

/** As before, and nothing of the internet reaches the tasks but through the load balancer: they have no public address. */
export interface PrivateService extends PrivateTasks {
  /** How requests reach the tasks. */
  readonly ingress: LoadBalancedIngress;
  /** How many tasks run. */
  readonly scale: Scale;
  readonly profiles?: undefined;
}

/** As before, with profiles: HTTPS, or plain HTTP that the file accepts. */
export interface ProfilesService extends PrivateTasks {
  /** How requests reach the tasks. */
  readonly ingress: SecureIngress | AcceptedPlainIngress;
  /** How many tasks run. */
  readonly scale: Scale;
  /**
   * The app's profiles: people's details in PostgreSQL, their files in S3. The load balancer then writes no access logs: the
   * address of a profile's own page holds a token.
   * @default none, and none of the app's code for it is loaded
   */
  readonly profiles: ProfilesStorageSettings;
}

/** Tasks in public subnets, by which they reach AWS: each has a public address. */
export interface PublicTasks {
  /** Where the tasks run. */
  readonly network: PublicNetwork | DefaultNetwork;
  /** What the tasks run on. */
  readonly compute: FargateCompute;
  /** A database is for private subnets. */
  readonly profiles?: undefined;
}

/** Tasks in private subnets; what they need of the internet they fetch through a NAT gateway. */
export interface PrivateTasks {
  /** Where the tasks run. */
  readonly network: PrivateNetwork;
  /** What the tasks run on. */
  readonly compute: Compute;
}

/** What every environment has, whatever its ingress. */
export interface CommonSettings {
  /** First part of every physical name: lower-case letters, digits and single hyphens, at most 32 characters. */
  readonly project: string;
  /** Second part of every physical name, and the stack's name: 1 to 16 lower-case letters and digits. */
  readonly name: string;
  /** AWS region, for example `eu-central-1`. */
  readonly region: string;
  /**
   * The twelve digits of the one AWS account that this environment may be applied to.
   * @default any account that the credentials belong to
   */
  readonly account?: string;
  /** Where Terraform keeps what it knows. */
  readonly state: State;
  /** The table of entries. */
  readonly table?: TableSettings;
  /** What the app is told beyond what the stack knows. */
  readonly app?: AppSettings;
  /**
   * Alarms, a dashboard and the app's own metrics: 2 to 5 US dollars a month.
   * @default none
   */
  readonly monitoring?: MonitoringSettings;
  /** Days that the app's log is kept, and the load balancer's and the firewall's. */
  readonly logRetentionDays: LogRetentionDays;
  /**
   * `destroy`: a destroy removes everything, entries, images, profiles and logs included.
   *
   * `protect`: a plan that would delete or replace a table, the database, the repository, a bucket or the load balancer is
   * refused, also if the configuration no longer contains it. AWS refuses to delete the tables, the database, the load balancer, and a
   * repository or a bucket that is not empty; a database that is deleted anyway leaves a snapshot. Logs and metrics are not
   * protected: they expire. To change the network, or to remove profiles or the load balancer, write `destroy` and apply first.
   */
  readonly removal: 'destroy' | 'protect';
}

/** The name is an address of Terraform's: moving from one kind to another is one command (docs/state.md). */
export type State = LocalState | S3State | CloudState;

/** The file `terraform.<name>.tfstate` in the repository's root. For one person on one machine. */
export interface LocalState {
  readonly kind: 'local';
}

/** An object in a bucket, `<project>/<name>.tfstate`, with a lock beside it. For a team; `bootstrap` makes the bucket. */
export interface S3State {
  readonly kind: 's3';
  /** The bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens. */
  readonly bucket: string;
  /** The bucket's region. */
  readonly region: string;
}

/** A Terraform Cloud (HCP Terraform) workspace; where its runs execute, remotely or locally, the workspace says. */
export interface CloudState {
  readonly kind: 'cloud';
  readonly organization: string;
  /**
   * The workspace, made by the first `terraform init`.
   * @default {project}-{name}
   */
  readonly workspace?: string;
}

export type NetworkSettings = DedicatedNetwork | DefaultNetwork;

/** The default VPC of the account, and its default subnet in each zone. Nothing of it is made or changed. */
export interface DefaultNetwork {
  readonly kind: 'default';
}

/** A VPC of its own. */
export type DedicatedNetwork = PublicNetwork | PrivateNetwork;

/** One public subnet in each of two or more availability zones; the tasks are in them. */
export interface PublicNetwork extends DedicatedRanges {
  readonly privateSubnets?: undefined;
  readonly nat?: undefined;
}

/** One public and one private subnet in each of two or more availability zones; the tasks are in the private ones. */
export interface PrivateNetwork extends DedicatedRanges {
  /** The letter of an availability zone to the range of its private subnet: the zones of `publicSubnets`. */
  readonly privateSubnets: Readonly<Record<string, string>>;
  /**
   * By what the private subnets reach the internet: `one` gateway in the first zone, or one `per zone`, so that the others
   * go on where a zone fails. Each costs about 42 US dollars a month with its address, and 0.052 for a gigabyte.
   */
  readonly nat: 'one' | 'per zone';
}

/** What every VPC of its own has. */
export interface DedicatedRanges {
  readonly kind: 'dedicated';
  /** Private IPv4 range of the VPC, `/16` to `/28`. */
  readonly cidr: string;
  /** The letter of an availability zone (`a` is `eu-central-1a`) to the range of its subnet, inside `cidr`. */
  readonly publicSubnets: Readonly<Record<string, string>>;
}

export type Ingress = DirectIngress | LoadBalancedIngress;

/** Every task has a public address and its port is open to the internet; plain HTTP, no load balancer. */
export interface DirectIngress {
  readonly kind: 'direct';
}

/** An application load balancer takes the requests, and the tasks take them from it alone. */
export type LoadBalancedIngress = SecureIngress | PlainIngress;

/** HTTPS at a name of your own. */
export interface SecureIngress extends LoadBalancerSettings {
  /** The name people type; brings a certificate, HTTPS and a redirect from HTTP to it. */
  readonly domain: Domain;
  readonly plainHttp?: undefined;
}

/** Plain HTTP at the load balancer's own name. */
export interface PlainIngress extends LoadBalancerSettings {
  readonly domain?: undefined;
  /**
   * Accepts that everything travels unencrypted. Profiles need it where there is no domain: e-mail addresses, phone numbers and
   * the links that manage profiles can then be read, and changed, on the way.
   * @default not accepted: profiles are refused
   */
  readonly plainHttp?: 'accepted';
}

/** Plain HTTP, said to be accepted. */
export type AcceptedPlainIngress = PlainIngress & Required<Pick<PlainIngress, 'plainHttp'>>;

/** The settings of every load balancer. */
export interface LoadBalancerSettings {
  readonly kind: 'load-balanced';
  /**
   * Rules before the load balancer (AWS WAF): about 10 US dollars a month, and 0.60 for a million requests.
   * @default every rule blocks where there is a domain, else 'off'
   */
  readonly firewall?: FirewallSettings | 'off';
}

export interface Domain {
  /** Without a dot at the end, in lower case; the zone's name itself or one below it, for example `app.example.com`. */
  readonly name: string;
  /** The public Route 53 zone, for example `example.com`. It must exist, and its name servers must be delegated to. */
  readonly zone: string;
}

/** The rules of a firewall; each blocks what it matches, or only counts it. */
export interface FirewallSettings {
  /** AWS's common rules: injection, traversal, scripts in fields. @default 'block' */
  readonly commonRules?: FirewallMode;
  /** AWS's known bad inputs: exploits that are going round. @default 'block' */
  readonly knownBadInputs?: FirewallMode;
  /** AWS's list of addresses with a bad reputation. @default 'block' */
  readonly ipReputation?: FirewallMode;
  /**
   * Bodies over 8 KiB, which is all that a firewall before a load balancer reads; no form of the app is half as long, but
   * for those of profiles, which it lets pass.
   * @default 'block'
   */
  readonly bodySize?: FirewallMode;
  /** Addresses that send more than `requestsPerAddress`. @default 'block' */
  readonly rate?: FirewallMode;
  /**
   * Requests that one address may send in five minutes, 10 to 2,000,000,000.
   * @default 2000
   */
  readonly requestsPerAddress?: number;
}

export type FirewallMode = 'block' | 'count';

/**
 * `fargate`: AWS runs the containers, there are no hosts to care for. `ec2`: hosts of one's own, in private subnets. To go
 * from one to the other replaces the service: some minutes without tasks.
 */
export type Compute = FargateCompute | Ec2Compute;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
export type FargateCpu = 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384;

/** Tasks on AWS Fargate. */
export interface FargateCompute {
  readonly kind: 'fargate';
  /** CPU units of a task; 1024 are one vCPU. */
  readonly cpu: FargateCpu;
  /** Memory of a task; each `cpu` has its own list (256: 512, 1024 or 2048). */
  readonly memoryMiB: number;
  /** What the image is built for. ARM64 costs about a fifth less. */
  readonly architecture: 'ARM64' | 'X86_64';
  /**
   * Of every hundred tasks beyond the first, so many run on Fargate Spot: about 70 % cheaper, and stopped with two minutes'
   * warning when AWS needs the room. 0 to 100. To go without again, write 0: to remove the line replaces the service, a
   * minute without tasks.
   * @default all on Fargate
   */
  readonly spotPercent?: number;
}

/** EC2 instances that AWS starts and stops as the tasks need them, renewed by one command (docs/operations.md). */
export interface Ec2Compute {
  readonly kind: 'ec2';
  /**
   * The type of the hosts, for example `t4g.small`. Each task takes a network interface, of which small hosts have three, one of
   * them their own. The synth refuses hosts with no room for a deployment, and warns if it has to go in small steps; it knows the
   * sizes of t3, t3a, t4g and of the families c, m and r, generations 5 to 8.
   */
  readonly instanceType: string;
  /** CPU units of a task; 1024 are one vCPU. 128 to 196608, and no more than a host has. */
  readonly cpu: number;
  /** Memory of a task in MiB, 512 or more, and less than a host has: up to a tenth of it is not for tasks. */
  readonly memoryMiB: number;
  /** What the image is built for, and the processor of `instanceType`. */
  readonly architecture: 'ARM64' | 'X86_64';
  /** How many hosts run; between these, as many as the tasks need. */
  readonly hosts: {
    /** The fewest hosts, 1 to 100; with fewer than two, a host that fails takes the app with it for minutes. */
    readonly min: number;
    /** The most hosts, `min` to 100. A deployment needs room for one task more than `scale` allows; room for twice as many makes it fast. */
    readonly max: number;
  };
}

export type Scale = FixedScale | AutomaticScale;

/** Always this many tasks. */
export interface FixedScale {
  readonly kind: 'fixed';
  /** 1 to 100. */
  readonly tasks: number;
}

/** As many tasks as the load needs. */
export interface AutomaticScale {
  readonly kind: 'automatic';
  /** The fewest tasks, 1 to 100. */
  readonly min: number;
  /** The most tasks, `min` to 100. */
  readonly max: number;
  /**
   * Average CPU that is aimed at, 10 to 90 percent.
   * @default 60
   */
  readonly cpuPercent?: number;
  /**
   * Requests a minute to each task that are aimed at, 1 to 1,000,000.
   * @default 1000
   */
  readonly requestsPerTask?: number;
}

export interface ProfilesStorageSettings {
  /** Where people's details are. */
  readonly database: DatabaseInstanceSettings;
}

/** PostgreSQL on RDS. */
export interface DatabaseInstanceSettings {
  /** For example `db.t4g.micro`, about 14 US dollars a month. */
  readonly instanceClass: string;
  /** Storage that it begins with, 20 to 65536; 20 GiB cost about 3 US dollars a month. */
  readonly storageGiB: number;
  /** Storage that RDS may grow it to, at least a tenth above `storageGiB`. It never shrinks. */
  readonly maxStorageGiB: number;
  /**
   * A second instance stands by in another zone and takes over within two minutes: doubles the price.
   * @default false
   */
  readonly multiAz?: boolean;
  /**
   * Major version of PostgreSQL, 15 or newer. RDS installs the minor versions in the maintenance window. To raise it, set
   * `allowMajorVersionUpgrade` too.
   * @default 17
   */
  readonly engineVersion?: number;
  /**
   * Whether an apply may raise the major version: minutes without the database, and no way back but a snapshot. Needs
   * `applyImmediately`. Remove it after the upgrade (docs/operations.md).
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /**
   * When RDS installs updates and makes the changes that wait, each week in UTC: `ddd:hh:mm-ddd:hh:mm` in lower case, 30
   * minutes or longer, outside `backupWindow`.
   * @default sun:03:00-sun:04:00
   */
  readonly maintenanceWindow?: string;
  /**
   * When RDS takes the daily backup, in UTC: `hh:mm-hh:mm`, 30 minutes or longer.
   * @default 01:00-02:00
   */
  readonly backupWindow?: string;
  /**
   * Whether an apply makes changes of the database at once. Some of them restart it. Otherwise they wait for the maintenance
   * window, and every plan shows them until then.
   * @default false
   */
  readonly applyImmediately?: boolean;
}

/** The defaults of the database. The windows are in UTC. */
export const databaseDefaults = {
  engineVersion: 17,
  maintenanceWindow: 'sun:03:00-sun:04:00',
  backupWindow: '01:00-02:00',
} as const;

export interface TableSettings {
  /**
   * 3 to 255 letters, digits, `_`, `.` and `-`; unique in the account and region.
   * @default {project}-{name}-entries
   */
  readonly name?: string;
}

/** Each becomes an environment variable of the container. */
export interface AppSettings {
  /**
   * Origins other than the app's own that may read and post, for example `https://www.example.com`.
   * @default none
   */
  readonly allowedOrigins?: readonly string[];
  /**
   * Posts that one client address may make in a minute, 1 to 1,000,000.
   * @default the app's own limit
   */
  readonly postsPerMinute?: number;
}

export interface MonitoringSettings {
  /**
   * Who gets the alarms; AWS sends a mail first that has to be confirmed.
   * @default nobody: subscribe to the topic yourself
   */
  readonly email?: string;
}

/** The retention periods that CloudWatch Logs accepts, in days (PutRetentionPolicy). */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
export type LogRetentionDays = (typeof logRetentionDays)[number];

/** The rules of the firewall: with a domain, there is one by default. Undefined without a firewall. */
export function firewallSettingsOf(ingress: Ingress): FirewallSettings | undefined {
  if (ingress.kind === 'direct') return undefined;
  const { domain, firewall = domain ? {} : 'off' } = ingress;
  return firewall === 'off' ? undefined : firewall;
}

/** Whether the environment has private subnets, and with them NAT gateways and EC2 instances. */
export function hasPrivateSubnets({ network }: { readonly network: NetworkSettings }): boolean {
  return network.kind === 'dedicated' && network.privateSubnets !== undefined;
}

/** The largest number of tasks outside of a deployment. A deployment runs up to twice as many. */
export function maxTasks(scale: Scale): number {
  return scale.kind === 'fixed' ? scale.tasks : scale.max;
}
