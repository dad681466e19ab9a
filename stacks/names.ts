import { createHash } from 'node:crypto';
import type { Environment } from './environment';

/** The longest names that AWS takes, in characters: from the API reference of each service. */
const limits = {
  alarm: 255,
  /** Capacity providers have the same limit. */
  autoscalingGroup: 255,
  budget: 100,
  cluster: 255,
  dashboard: 255,
  database: 63,
  /** Of 255, less the 26 characters that the AWS provider appends. */
  databaseGroupPrefix: 228,
  firewall: 128,
  instanceProfile: 128,
  /** Of 128, less those 26. */
  launchTemplatePrefix: 101,
  loadBalancer: 32,
  /** Of CloudWatch; `/ecs/` or the like stands before it. */
  logGroup: 480,
  policy: 128,
  repository: 256,
  role: 64,
  /** Of EventBridge. */
  rule: 64,
  /** The AWS provider takes 100 in a `name_prefix`, the hyphen at its end included. */
  securityGroupPrefix: 99,
  service: 255,
  table: 255,
  tag: 256,
  topic: 256,
} as const;

/**
 * The name of a thing in AWS: `{project}-{environment}-{resource}`. Where that is longer than AWS allows for its
 * `kind`, a hash of the whole takes the place of the end, so that two long names never become the same one.
 */
export function physicalName(
  { project, name }: Pick<Environment, 'project' | 'name'>,
  resource: string,
  kind: keyof typeof limits,
): string {
  return shortened(`${project}-${name}-${resource}`, limits[kind]);
}

/** The beginning of a name that the AWS provider completes, with the hyphen at its end. */
export function namePrefix(
  environment: Pick<Environment, 'project' | 'name'>,
  resource: string,
  kind: Extract<keyof typeof limits, `${string}Prefix`>,
): string {
  return `${physicalName(environment, resource, kind)}-`;
}

function shortened(whole: string, limit: number): string {
  if (whole.length <= limit) {
    return whole;
  }
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  const beginning = whole.slice(0, limit - hash.length - 1).replace(/-+$/, '');
  return `${beginning}-${hash}`;
}

/** Of the twelve digits of an account, which are known only to Terraform. */
const accountLength = 12;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketLimit = 63;

/**
 * The name of a bucket. All buckets of the world share their names, so account and region stand at its end.
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

/** The name of the table of entries: the one that the environment gives it, or the usual one. */
export function tableName(environment: Pick<Environment, 'project' | 'name' | 'table'>): string {
  return environment.table?.name ?? physicalName(environment, 'entries', 'table');
}

/** The CloudWatch namespace of the app's own metrics; undefined without `monitoring`. */
export function metricsNamespace({
  project,
  name,
  monitoring,
}: Pick<Environment, 'project' | 'name' | 'monitoring'>): string | undefined {
  return monitoring && `${project}/${name}`;
}
