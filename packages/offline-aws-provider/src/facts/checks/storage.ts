import { isObject, type Values } from '../../value';
import { between, blocksOf, type Check, exclusive, isGiven, json, matching, oneOf } from '../check';

const documentation = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources';
const databasePage = 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html';
const tablePage = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html';
const bucketPage = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html';
const repositoryPage = 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html';
const lifecycleRulePage = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html';
const lifecyclePage = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html';

const projections = ['ALL', 'INCLUDE', 'KEYS_ONLY'];

export const storageChecks: readonly Check[] = [
  matching('aws_dynamodb_table', 'name', /^[\w.-]{3,255}$/, '3 to 255 letters, digits and _.-', tablePage),
  oneOf('aws_dynamodb_table', 'billing_mode', ['PAY_PER_REQUEST', 'PROVISIONED'], tablePage),
  oneOf('aws_dynamodb_table', 'attribute.type', ['B', 'N', 'S'], tablePage),
  oneOf('aws_dynamodb_table', 'global_secondary_index.projection_type', projections, tablePage),
  oneOf('aws_dynamodb_table', 'local_secondary_index.projection_type', projections, tablePage),
  {
    type: 'aws_dynamodb_table',
    attribute: 'hash_key',
    source: `${documentation}/dynamodb_table`,
    problem: ({ hash_key, import_table, restore_source_name, restore_source_table_arn }) =>
      [hash_key, import_table, restore_source_name, restore_source_table_arn].some(isGiven)
        ? undefined
        : 'a table needs a hash_key.',
  },
  { type: 'aws_dynamodb_table', attribute: 'attribute', source: tablePage, problem: attributesAreKeys },
  matching(
    'aws_ecr_repository',
    'name',
    /^(?=.{2,256}$)[a-z0-9]+([._/-][a-z0-9]+)*$/,
    '2 to 256 lower-case letters, digits and single ._-/ between them',
    repositoryPage,
  ),
  oneOf(
    'aws_ecr_repository',
    'image_tag_mutability',
    ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION'],
    `${documentation}/ecr_repository`,
  ),
  { type: 'aws_ecr_lifecycle_policy', attribute: 'policy', source: lifecyclePage, problem: incompleteLifecycle },
  matching(
    'aws_s3_bucket',
    'bucket',
    /^(?!xn--|sthree-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)(?!.*(-s3alias|--ol-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    '3 to 63 lower-case letters, digits, hyphens and single dots, no address, no prefix or suffix of AWS’s own',
    bucketPage,
  ),
  json('aws_s3_bucket_policy', 'policy', `${documentation}/s3_bucket_policy`),
  oneOf(
    'aws_s3_bucket_versioning',
    'versioning_configuration.status',
    ['Disabled', 'Enabled', 'Suspended'],
    `${documentation}/s3_bucket_versioning`,
  ),
  oneOf(
    'aws_s3_bucket_ownership_controls',
    'rule.object_ownership',
    ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'],
    `${documentation}/s3_bucket_ownership_controls`,
  ),
  oneOf(
    'aws_s3_bucket_server_side_encryption_configuration',
    'rule.apply_server_side_encryption_by_default.sse_algorithm',
    ['AES256', 'aws:kms', 'aws:kms:dsse'],
    `${documentation}/s3_bucket_server_side_encryption_configuration`,
  ),
  oneOf('aws_s3_bucket_lifecycle_configuration', 'rule.status', ['Disabled', 'Enabled'], lifecycleRulePage),
  {
    type: 'aws_s3_bucket_lifecycle_configuration',
    attribute: 'rule',
    source: lifecycleRulePage,
    problem: ({ rule }) =>
      blocksOf(rule).every(({ filter, prefix }) => isGiven(filter) || isGiven(prefix))
        ? undefined
        : 'every rule needs a filter, an empty one for the whole bucket.',
  },
  {
    type: 'aws_s3_bucket_lifecycle_configuration',
    attribute: 'rule',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html',
    problem: ({ rule }) =>
      blocksOf(rule)
        .flatMap(({ expiration }) => blocksOf(expiration))
        .some(({ expired_object_delete_marker: marker, days, date }) => marker === true && [days, date].some(isGiven))
        ? 'expired_object_delete_marker stands in an expiration with neither days nor a date.'
        : undefined,
  },
  matching(
    'aws_s3_bucket',
    'bucket_prefix',
    /^[a-z0-9][a-z0-9.-]{0,36}$/,
    'at most 37 lower-case letters, digits, dots and hyphens',
    bucketPage,
  ),
  matching(
    'aws_db_instance',
    'identifier',
    /^[a-z]([a-z0-9]|-(?!-|$)){0,62}$/,
    '1 to 63 lower-case letters, digits and single hyphens, beginning with a letter',
    databasePage,
  ),
  matching(
    'aws_db_instance',
    'db_name',
    /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/,
    'letters, digits and underscores, beginning with a letter',
    databasePage,
  ),
  {
    type: 'aws_db_instance',
    attribute: 'username',
    source: databasePage,
    problem: ({ engine, username }) =>
      engine === 'postgres' && username === 'admin' ? '"admin" is reserved by PostgreSQL on RDS.' : undefined,
  },
  exclusive('aws_db_instance', 'password', 'manage_master_user_password', `${documentation}/db_instance`),
  between('aws_db_instance', 'backup_retention_period', [0, 35], databasePage),
  {
    type: 'aws_db_instance',
    attribute: 'max_allocated_storage',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html',
    problem: ({ allocated_storage: least, max_allocated_storage: most }) =>
      typeof least === 'number' && typeof most === 'number' && most !== 0 && most * 10 < least * 11
        ? `${most} GiB are not a tenth more than the ${least} to begin with.`
        : undefined,
  },
  {
    type: 'aws_db_instance',
    attribute: 'final_snapshot_identifier',
    source: `${documentation}/db_instance`,
    problem: ({ skip_final_snapshot, final_snapshot_identifier }) =>
      skip_final_snapshot !== true && !isGiven(final_snapshot_identifier)
        ? 'it is needed unless skip_final_snapshot is true: without it the destroy fails.'
        : undefined,
  },
];

/** DynamoDB takes exactly the attributes that are keys of the table or of an index. */
function attributesAreKeys(config: Values): string | undefined {
  const declared = blocksOf(config.attribute).map(({ name }) => name);
  const indexes = [...blocksOf(config.global_secondary_index), ...blocksOf(config.local_secondary_index)];
  const used = [config, ...indexes].flatMap(({ hash_key, range_key }) => [hash_key, range_key]).filter(isGiven);
  const isKnowable = [...declared, ...used].every((name) => typeof name === 'string');
  if (!isKnowable) return undefined;
  const unused = declared.filter((name) => !used.includes(name));
  const missing = used.filter((name) => !declared.includes(name));
  if (unused.length > 0) return `${unused.join(', ')}: declared, but the key of neither the table nor an index.`;
  return missing.length > 0 ? `${missing.join(', ')}: a key that no attribute block declares.` : undefined;
}

/** ECR reads the policy strictly: camelCase, and every rule whole. */
function incompleteLifecycle({ policy }: Values): string | undefined {
  if (typeof policy !== 'string') return undefined;
  try {
    const { rules } = JSON.parse(policy) as { rules?: Values[] };
    if (!Array.isArray(rules) || rules.length === 0) return 'the policy has no rules.';
    const lacking = rules.flatMap((rule) => {
      const selection = isObject(rule.selection) ? rule.selection : {};
      return [
        ...['rulePriority', 'selection', 'action'].filter((name) => !isGiven(rule[name])),
        ...['tagStatus', 'countType', 'countNumber'].filter((name) => !isGiven(selection[name])),
        ...(selection.countType === 'sinceImagePushed' && !isGiven(selection.countUnit) ? ['countUnit'] : []),
        ...(selection.tagStatus === 'tagged' && ![selection.tagPrefixList, selection.tagPatternList].some(isGiven)
          ? ['tagPrefixList or tagPatternList']
          : []),
      ];
    });
    return lacking.length > 0 ? `a rule lacks ${lacking.join(', ')}.` : undefined;
  } catch (error) {
    return `this is no JSON: ${(error as Error).message}.`;
  }
}
