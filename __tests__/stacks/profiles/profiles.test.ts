import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../support/jest/until';
import { fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized(threeTiers);
const secret = reference('aws_db_instance.profiles_database.master_user_secret[0].secret_arn');

interface Container {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly command?: readonly string[];
  readonly dependsOn?: readonly object[];
  readonly secrets?: readonly object[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

const containersOf = (synthesizedStack: SynthesizedStack): Container[] =>
  JSON.parse(String(resource(synthesizedStack, 'aws_ecs_task_definition.app').container_definitions));
const containers = containersOf(stack);

describe('Profiles', () => {
  it.each([
    ['database/endpoint', reference('aws_db_instance.profiles_database.address')],
    ['database/secret', secret],
    ['entries/table', reference('aws_dynamodb_table.entries.name')],
    ['uploads/bucket', reference('aws_s3_bucket.profiles_uploads.bucket')],
    ['uploads/table', reference('aws_dynamodb_table.profiles_uploads.name')],
  ])('publish the parameter %s', (path, value) => {
    const parameters = Object.values(stack.resource.aws_ssm_parameter ?? {});
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: `/eight-digit/prod/${path}`, type: 'String', insecure_value: value }),
    );
  });

  it('allow the app to log in to the database only as the user app', () => {
    const { policy } = resource(stack, 'aws_iam_role_policy.app_task_database');
    const account = reference('data.aws_caller_identity.current.account_id');
    const id = reference('aws_db_instance.profiles_database.resource_id');
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['rds-db:connect'],
        Resource: [`arn:aws:rds-db:eu-central-1:${account}:dbuser:${id}/app`],
      },
    ]);
  });

  it('use a separate database user in previews, which does not exist in the databases of listed environments', () => {
    const preview = synthesized({ ...threeTiers, name: 'previewpr42', expires: '2026-12-31', table: undefined });
    const { policy } = resource(preview, 'aws_iam_role_policy.app_task_database');
    expect(String(policy)).toContain('/preview"');
    expect(containersOf(preview).map(({ environment }) => environment)).toEqual(
      containers.map(() => expect.arrayContaining([{ name: 'DATABASE_USER', value: 'preview' }])),
    );
  });

  it('give the master login only to the migration container, through the execution role', () => {
    const readers = Object.values(stack.resource.aws_iam_role_policy ?? {}).filter(({ policy }) =>
      String(policy).includes('secretsmanager:'),
    );
    expect(readers.map(({ role, policy }) => [role, JSON.parse(String(policy)).Statement])).toEqual([
      [
        reference('aws_iam_role.app_execution.name'),
        [{ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [secret] }],
      ],
    ]);
    expect(containers.map(({ name, secrets = [] }) => [name, secrets])).toEqual([
      ['app', []],
      [
        'migrate',
        [
          { name: 'DATABASE_MASTER_PASSWORD', valueFrom: `${secret}:password::` },
          { name: 'DATABASE_MASTER_USER', valueFrom: `${secret}:username::` },
        ],
      ],
    ]);
  });

  it('give the app the names of the database, the bucket and the table, and no password', () => {
    const variables = Object.fromEntries((containers[0]?.environment ?? []).map(({ name, value }) => [name, value]));
    expect(variables).toMatchObject({
      DATABASE_HOST: reference('aws_db_instance.profiles_database.address'),
      DATABASE_PORT: '5432',
      DATABASE_NAME: 'app',
      DATABASE_USER: 'app',
      UPLOADS_BUCKET: reference('aws_s3_bucket.profiles_uploads.bucket'),
      UPLOADS_TABLE: reference('aws_dynamodb_table.profiles_uploads.name'),
    });
    expect(Object.keys(variables).filter((name) => /PASSWORD|SECRET|MASTER|DATABASE_TLS/.test(name))).toEqual([]);
  });

  it('migrate the schema in a container of the same image before the app starts', () => {
    const [app, migrate] = containers;
    expect(migrate).toMatchObject({ name: 'migrate', essential: false, command: ['node', 'migrate.js'] });
    expect(migrate?.image).toBe(app?.image);
    expect(migrate?.environment).toEqual(app?.environment);
    expect(app?.dependsOn).toEqual([{ containerName: 'migrate', condition: 'SUCCESS' }]);
  });

  it.each([
    ['hosts', 180, threeTiers.compute],
    ['Fargate', 120, fixture.compute],
  ])(
    'on %s, limit a migration to %d seconds, and give the app two minutes to finish uploads',
    (_what, startTimeout, compute) => {
      const { container_definitions } = resource(
        synthesized({ ...threeTiers, compute }),
        'aws_ecs_task_definition.app',
      );
      const [app, migrate] = JSON.parse(String(container_definitions));
      expect(migrate).toMatchObject({ startTimeout, stopTimeout: 30 });
      expect(app).not.toHaveProperty('startTimeout');
      // Fargate allows at most 120 seconds.
      expect(app).toHaveProperty('stopTimeout', 120);
    },
  );

  it('allow tasks to connect to the database before the tasks start', () => {
    expect(resource(stack, 'aws_ecs_service.app').depends_on).toEqual(
      expect.arrayContaining([
        'aws_vpc_security_group_egress_rule.profiles_database_from_app',
        'aws_vpc_security_group_ingress_rule.profiles_database_from_app',
      ]),
    );
  });

  it('are optional: without profiles, there is one container and no setting for profiles', () => {
    const without = synthesized({ ...threeTiers, profiles: undefined });
    const { container_definitions } = resource(without, 'aws_ecs_task_definition.app');
    expect(JSON.parse(String(container_definitions))).toHaveLength(1);
    expect(JSON.stringify(without)).not.toMatch(/DATABASE_|UPLOADS_|open_psql/);
  });

  /** Fake commands. When the fake tunnel is ended, it creates the file `aws-ended`. */
  const fakeCommands = {
    aws: `case "$*" in
*get-secret-value*"--secret-id copy "*) echo '{"username":"restorer","password":"p w\\"d"}' ;;
*get-secret-value*) echo '{"username":"postgres","password":"p w\\"d"}' ;;
*get-parameter*endpoint*) echo db.example ;;
*get-parameter*) echo arn ;;
*describe-instances*) echo i-1 ;;
*start-session*) trap 'touch "$0-ended"; exit' TERM; echo 'Waiting for connections...'; sleep 60 & wait ;;
esac`,
    curl: 'touch "$2"',
    psql: 'echo "$PGPASSWORD" "$@"',
  };

  describe('command open_psql', () => {
    const command = (compute: (typeof threeTiers)['compute'] | (typeof fixture)['compute']) =>
      synthesized({ ...threeTiers, compute }).output.open_psql?.value ?? '';

    it.each([
      ['a host', threeTiers.compute, 'eight-digit-prod-hosts'],
      ['the bastion', fixture.compute, 'eight-digit-prod-jump'],
    ])('connects through %s', (_what, compute, name) => {
      expect(command(compute)).toContain(`Name=tag:Name,Values=${name} `);
    });

    const another = { DB_ENDPOINT: 'copy.example', DB_SECRET: 'copy', DB_PORT: '25432' };

    it.each([
      ['the database', {}, 'host=db.example hostaddr=127.0.0.1 port=15432 dbname=app user=postgres'],
      ['a restored database', another, 'host=copy.example hostaddr=127.0.0.1 port=25432 dbname=app user=restorer'],
    ])(
      'connects psql to %s through a tunnel, passes the password only as an environment variable, deletes its files, and ends the tunnel',
      async (_database, settings, connection) => {
        const folder = mkdtempSync(join(tmpdir(), 'psql-'));
        try {
          for (const [name, script] of Object.entries(fakeCommands)) {
            writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
          }
          const env = { ...process.env, ...settings, PATH: `${folder}:${process.env.PATH}`, TMPDIR: folder };
          const { status, stdout } = spawnSync('sh', ['-c', command(threeTiers.compute)], { env, encoding: 'utf8' });
          expect({ status, stdout }).toEqual({
            status: 0,
            stdout: expect.stringMatching(new RegExp(`^p w"d ${connection} sslmode=verify-full sslrootcert=\\S+\\n$`)),
          });
          await until(() => existsSync(join(folder, 'aws-ended')));
          // `open_psql` has deleted its files: only the fake commands and the file of the tunnel remain.
          expect(readdirSync(folder).sort()).toEqual([...Object.keys(fakeCommands), 'aws-ended'].sort());
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    );

    it('contains neither ${ nor %{, which Terraform would evaluate', () => {
      expect(command(threeTiers.compute)).not.toMatch(/[$%]\{/);
    });
  });
});
