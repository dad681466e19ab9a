import { createHash } from 'node:crypto';
import type { Environment } from './environment';

/** The maximum length of a name in AWS, in characters, from the API reference of each service. */
const limits = {
  alarm: 255,
  /** The name of a capacity provider has the same limit. */
  autoscalingGroup: 255,
  budget: 100,
  cluster: 255,
  dashboard: 255,
  database: 63,
  /** The AWS provider appends a hyphen and 26 characters to the prefix, and AWS allows 255. */
  databaseGroupPrefix: 228,
  /** The comment of a CloudFront distribution. It contains the name, because a distribution has no name of its own. */
  distributionComment: 128,
  firewall: 128,
  instanceProfile: 128,
  /** The AWS provider appends a hyphen and 26 characters to the prefix, and AWS allows 128. */
  launchTemplatePrefix: 101,
  loadBalancer: 32,
  /** A CloudWatch log group. AWS allows 512 characters, including a prefix such as `/ecs/`. */
  logGroup: 480,
  policy: 128,
  repository: 256,
  role: 64,
  /** An EventBridge rule. */
  rule: 64,
  /** The AWS provider allows 100 characters for `name_prefix`, including the hyphen at the end. */
  securityGroupPrefix: 99,
  service: 255,
  table: 255,
  tag: 256,
  topic: 256,
} as const;

/**
 * Returns the name of a resource in AWS: `{project}-{environment}-{resource}`. If the name is too long, a hash of the whole name replaces
 * its end, so that two different long names stay different.
 * @param kind the kind of the resource, or the maximum length of its name in characters
 */
export function physicalName(
  { project, name }: Pick<Environment, 'project' | 'name'>,
  resource: string,
  kind: keyof typeof limits | number,
): string {
  return shortened(`${project}-${name}-${resource}`, typeof kind === 'number' ? kind : limits[kind]);
}

/** Returns a prefix for a name, with a hyphen at the end. The AWS provider appends random characters to the prefix. */
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

/** Whether a name that starts with `beginning` still does so after a hash has replaced the end of the name. */
export function keepsBeginning(beginning: string, kind: keyof typeof limits): boolean {
  return beginning.length <= limits[kind] - hashLength - 1;
}

/** The length of an account id. The length of `accountId` cannot be used, because it may be a Terraform reference. */
const accountLength = 12;
/** The maximum length of a bucket's name. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketLimit = 63;

/**
 * Returns the name of a bucket. It ends with the account and the region, because a bucket's name must be unique across all accounts.
 * @param accountId the id, or a Terraform reference to it
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

/**
 * Returns the name of the table of entries: the one in the settings, or the default.
 * @returns undefined if the environment has no such table
 */
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
