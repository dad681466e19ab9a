/** Returns the source of a `main.ts` that writes this document as a stack's JSON, and cdktf's `manifest.json`. */
export function mainThatWrites(document: object, stack = 'dev'): string {
  const workingDirectory = `stacks/${stack}`;
  const described = {
    name: stack,
    constructPath: stack,
    workingDirectory,
    synthesizedStackPath: `${workingDirectory}/cdk.tf.json`,
    annotations: [],
    dependencies: [],
  };
  const version = '0.21.0';
  const manifest = { version, stacks: { [stack]: described } };
  const annotated = { '//': { metadata: { backend: 'local', stackName: stack, version } }, ...document };
  return `
    import { mkdirSync, writeFileSync } from 'node:fs';
    const outdir = process.env.CDKTF_OUTDIR ?? 'cdktf.out';
    mkdirSync(outdir + '/stacks/${stack}', { recursive: true });
    writeFileSync(outdir + '/stacks/${stack}/cdk.tf.json', ${JSON.stringify(JSON.stringify(annotated))});
    writeFileSync(outdir + '/manifest.json', ${JSON.stringify(JSON.stringify(manifest))});
  `;
}

/**
 * Returns the JSON that cdktf writes for a stack with one table and one task definition. The app runs behind a load balancer with TLS.
 * @param table attributes of the table that replace the defaults
 * @param variables environment variables of the app in addition to the defaults
 */
export function stackDocument(table: object = {}, variables: Readonly<Record<string, string>> = {}) {
  return {
    provider: { aws: [{ region: 'eu-central-1' }] },
    variable: { origin: { default: 'https://example.com' }, container_image: { default: null } },
    resource: {
      aws_dynamodb_table: {
        entries: {
          name: 'Entries',
          billing_mode: 'PAY_PER_REQUEST',
          hash_key: 'username',
          range_key: 'timestamp',
          attribute: [
            { name: 'username', type: 'S' },
            { name: 'timestamp', type: 'S' },
            { name: 'feed', type: 'S' },
          ],
          global_secondary_index: [
            { name: 'latest', hash_key: 'feed', range_key: 'timestamp', projection_type: 'ALL' },
          ],
          ...table,
        },
      },
      aws_ecs_task_definition: {
        app: {
          count: `\${var.container_image == null ? 0 : 1}`,
          container_definitions: JSON.stringify([
            {
              name: 'app',
              image: `\${var.container_image}`,
              environment: [
                { name: 'ALLOWED_ORIGINS', value: `\${var.origin}` },
                { name: 'AWS_REGION', value: `\${data.aws_region.current.region}` },
                { name: 'DYNAMO_TABLE', value: `\${aws_dynamodb_table.entries.name}` },
                { name: 'TRUSTED_PROXIES', value: '1' },
                { name: 'BEHIND_TLS', value: 'true' },
                { name: 'METRICS_NAMESPACE', value: 'eight-digit/dev' },
                ...Object.entries(variables).map(([name, value]) => ({ name, value })),
              ],
            },
          ]),
        },
      },
    },
  };
}

/** Returns the JSON of `stackDocument()` with the resources of profiles added. */
export function profilesDocument() {
  const { resource, ...document } = stackDocument();
  const environment = Object.entries({
    AWS_REGION: 'eu-central-1',
    DATABASE_HOST: `\${aws_db_instance.profiles_database.address}`,
    DATABASE_NAME: 'app',
    DATABASE_PORT: '5432',
    DATABASE_USER: 'app',
    DYNAMO_TABLE: `\${aws_dynamodb_table.entries.name}`,
    UPLOADS_BUCKET: `\${aws_s3_bucket.profiles_uploads.bucket}`,
    UPLOADS_TABLE: `\${aws_dynamodb_table.profiles_uploads.name}`,
  }).map(([name, value]) => ({ name, value }));
  const secrets = ['username', 'password'].map((key) => ({
    name: key === 'username' ? 'DATABASE_MASTER_USER' : 'DATABASE_MASTER_PASSWORD',
    valueFrom: `\${aws_db_instance.profiles_database.master_user_secret[0].secret_arn}:${key}::`,
  }));
  return {
    ...document,
    resource: {
      ...resource,
      aws_db_instance: { profiles_database: { engine: 'postgres', db_name: 'app' } },
      aws_s3_bucket: { profiles_uploads: { bucket: `uploads-\${data.aws_caller_identity.current.account_id}` } },
      aws_dynamodb_table: {
        ...resource.aws_dynamodb_table,
        profiles_uploads: {
          name: 'Uploads',
          billing_mode: 'PAY_PER_REQUEST',
          hash_key: 'fileId',
          attribute: [{ name: 'fileId', type: 'S' }],
        },
      },
      aws_ecs_task_definition: {
        app: {
          container_definitions: JSON.stringify([
            {
              name: 'app',
              essential: true,
              environment,
              dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }],
            },
            { name: 'migrate', essential: false, environment, secrets, command: ['node', 'migrate.js'] },
          ]),
        },
      },
    },
  };
}
