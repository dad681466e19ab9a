import { createHash } from 'node:crypto';
import type { Environment } from './environment';

/** The maximum length of a name in AWS, in characters, from the API reference of each service. */
const limits = {
  alarm: 255,
  /** Capacity providers have the same limit. */
  autoscalingGroup: 255,
  budget: 100,
  cluster: 255,
  dashboard: 255,
  database: 63,
  /** 255, minus a hyphen and the 26 characters that the AWS provider appends. */
  databaseGroupPrefix: 228,
  /** The comment of a distribution of CloudFront, which has no name. */
  distributionComment: 128,
  firewall: 128,
  instanceProfile: 128,
  /** 128, minus the same 27 characters. */
  launchTemplatePrefix: 101,
  loadBalancer: 32,
  /** A log group of CloudWatch: 512, minus a prefix such as `/ecs/`. */
  logGroup: 480,
  policy: 128,
  repository: 256,
  role: 64,
  /** An EventBridge rule. */
  rule: 64,
  /** The AWS provider allows 100 for `name_prefix`, including the trailing hyphen. */
  securityGroupPrefix: 99,
  service: 255,
  table: 255,
  tag: 256,
  topic: 256,
} as const;

/**
 * Returns the name of a resource in AWS: `{project}-{environment}-{resource}`. If it is longer than AWS allows for its `kind`, its end is
 * replaced by a hash of the whole name, so that two long names never become equal.
 * @param kind the kind of the resource, or the maximum length of its name
 */
export function physicalName(
  { project, name }: Pick<Environment, 'project' | 'name'>,
  resource: string,
  kind: keyof typeof limits | number,
): string {
  return shortened(`${project}-${name}-${resource}`, typeof kind === 'number' ? kind : limits[kind]);
}

/** Returns a prefix that ends with a hyphen. The AWS provider appends random characters to it. */
export function namePrefix(
  environment: Pick<Environment, 'project' | 'name'>,
  resource: string,
  kind: Extract<keyof typeof limits, `${string}Prefix`>,
): string {
  return `${physicalName(environment, resource, kind)}-`;
}

const hashLength = 8;

function shortened(whole: string, limit: number): string {
  if (whole.length <= limit) {
    return whole;
  }
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, hashLength);
  const beginning = whole.slice(0, limit - hashLength - 1).replace(/-+$/, '');
  return `${beginning}-${hash}`;
}

/** Whether a name keeps this prefix if a hash replaces its end. */
export function keepsBeginning(beginning: string, kind: keyof typeof limits): boolean {
  return beginning.length <= limits[kind] - hashLength - 1;
}

/** The length of an account id. The id itself may be a reference that only Terraform can resolve. */
const accountLength = 12;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketLimit = 63;

/**
 * Returns the name of a bucket. It ends with account and region, because the names of buckets are unique across all accounts.
 * @param accountId may be a reference
 */
export function bucketName(
  environment: Pick<Environment, 'project' | 'name' | 'region'>,
  resource: string,
  accountId: string,
): string {
  const { region } = environment;
  const limit = bucketLimit - accountLength - region.length - 2;
  return `${shortened(`${environment.project}-${environment.name}-${resource}`, limit)}-${accountId}-${region}`;
}

/** Returns the name of the table of entries: the one in the settings, or the default. Undefined if the environment has no such table. */
export function tableName(environment: Pick<Environment, 'project' | 'name' | 'table'>): string | undefined {
  const { table } = environment;
  return table === 'none' ? undefined : (table?.name ?? physicalName(environment, 'entries', 'table'));
}

/** Returns the CloudWatch namespace of the app's own metrics; undefined without `monitoring`. */
export function metricsNamespace({
  project,
  name,
  monitoring,
}: Pick<Environment, 'project' | 'name' | 'monitoring'>): string | undefined {
  return monitoring && `${project}/${name}`;
}
