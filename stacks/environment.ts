import type { FargateCpu } from './service/fargate-sizes';

/**
 * One environment: what a user edits in `environments/`. The types keep out wrong combinations; wrong values are refused
 * at synth by `checks/`, all at once.
 */
export interface Environment {
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
  /** Where the tasks run. */
  readonly network: NetworkSettings;
  /** How requests reach the tasks. */
  readonly ingress: Ingress;
  /** What the tasks run on. */
  readonly compute: Compute;
  /** How many tasks run. */
  readonly scale: Scale;
  /** The table of entries. */
  readonly table?: TableSettings;
  /** What the app is told beyond what the stack knows. */
  readonly app?: AppSettings;
  /** Days that CloudWatch keeps the app's log. */
  readonly logRetentionDays: LogRetentionDays;
  /**
   * `destroy`: a destroy removes everything, entries and images included. `protect`: AWS and Terraform both refuse to
   * remove the table, and a repository that still holds images stays.
   */
  readonly removal: 'destroy' | 'protect';
}

/** `local`: the file `terraform.<name>.tfstate` in the repository's root. For one person on one machine. */
export type State = { readonly kind: 'local' };

/** `dedicated`: a VPC of its own. */
export type NetworkSettings = DedicatedNetwork;

/** A VPC with one public subnet in each of two or more availability zones. */
export interface DedicatedNetwork {
  readonly kind: 'dedicated';
  /** Private IPv4 range of the VPC, `/16` to `/28`. */
  readonly cidr: string;
  /** The letter of an availability zone (`a` is `eu-central-1a`) to the range of its subnet, inside `cidr`. */
  readonly publicSubnets: Readonly<Record<string, string>>;
}

/** `direct`: every task has a public address and its port is open to the internet; plain HTTP, no load balancer. */
export type Ingress = { readonly kind: 'direct' };

/** `fargate`: AWS runs the containers, there are no hosts to care for. */
export type Compute = FargateCompute;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
export interface FargateCompute {
  readonly kind: 'fargate';
  /** CPU units of a task; 1024 are one vCPU. */
  readonly cpu: FargateCpu;
  /** Memory of a task; each `cpu` has its own list (256: 512, 1024 or 2048). */
  readonly memoryMiB: number;
  /** What the image is built for. ARM64 costs about a fifth less. */
  readonly architecture: 'ARM64' | 'X86_64';
}

/** `fixed`: always this many tasks, 1 to 100. */
export type Scale = { readonly kind: 'fixed'; readonly tasks: number };

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

/** The retention periods that CloudWatch Logs accepts, in days (PutRetentionPolicy). */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
export type LogRetentionDays = (typeof logRetentionDays)[number];
