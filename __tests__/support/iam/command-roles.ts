/**
 * The kinds of roles that the bootstrap creates. Each environment has its own `deploy` role, while all listed environments share the `plan`
 * role, and all previews share the `preview` role.
 */
export type RoleKind = 'deploy' | 'plan' | 'preview';

/** The roles that may run a command, and the suite that records its calls. */
export interface CommandRoles {
  /** The roles that may run the command. The roles of Terraform Cloud are omitted, because they run only `terraform`. */
  readonly roles: readonly RoleKind[];
  /**
   * The permissions that the operator of the command needs, because no role has them. They are listed in docs/operations.md or
   * docs/variables.md.
   * @default none
   */
  readonly operator?: readonly string[];
  /** The suite that records the calls of the command, relative to `__tests__/`. */
  readonly suite: string;
}

const deploy: CommandRoles = { roles: ['deploy', 'preview'], suite: 'tools/deploy.test.ts' };
const plan: CommandRoles = { roles: ['plan', 'deploy', 'preview'], suite: 'e2e/state-s3.test.ts' };
const destroy: CommandRoles = { roles: ['deploy', 'preview'], suite: 'tools/destroy.test.ts' };

/** The roles of every command that uses AWS, by the words after `npm run`. */
export const commandRoles = {
  deploy,
  'deploy --plan': { roles: ['plan', 'deploy'], suite: 'workflows/deploy-with-terraform.test.ts' },
  'deploy --plan-from': { roles: ['deploy'], suite: 'workflows/deploy-with-terraform.test.ts' },
  destroy,
  doctor: deploy,
  // Like `plan`, `drift` only runs Terraform.
  drift: plan,
  exec: {
    roles: [],
    operator: ['ecs:ListTasks', 'ecs:DescribeTasks', 'ecs:ExecuteCommand'],
    suite: 'tools/session.test.ts',
  },
  load: {
    roles: [],
    operator: [
      'ecs:ListTasks',
      'ecs:DescribeTasks',
      'ec2:DescribeNetworkInterfaces',
      'ecs:DescribeServices',
      'cloudwatch:GetMetricData',
    ],
    suite: 'tools/load.test.ts',
  },
  logs: deploy,
  open: deploy,
  park: deploy,
  plan,
  preview: deploy,
  'preview --destroy': destroy,
  // Like `destroy`, `preview --list` finds resources by their tags.
  'preview --list': destroy,
  'preview --sweep': destroy,
  promote: { roles: ['deploy'], suite: 'tools/promote.test.ts' },
  'promote --plan': { roles: ['plan', 'deploy'], suite: 'tools/promote.test.ts' },
  psql: {
    roles: [],
    operator: ['ssm:GetParameter', 'secretsmanager:GetSecretValue', 'ec2:DescribeInstances', 'ssm:StartSession'],
    suite: 'tools/session.test.ts',
  },
  rollback: deploy,
  secret: {
    // These roles may write only the parameters under the environment's path, and no secrets of Secrets Manager.
    roles: ['deploy', 'preview'],
    operator: ['secretsmanager:GetSecretValue', 'secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue'],
    suite: 'tools/preflight/app-secrets.test.ts',
  },
  status: deploy,
  unpark: deploy,
} as const satisfies Readonly<Record<string, CommandRoles>>;

export type CommandName = keyof typeof commandRoles;

/** The commands that need no role of their own: they do not use AWS, or they run other commands. */
export const withoutRoles: readonly string[] = [
  'backfill',
  'check',
  'check:exit',
  'cost',
  'diagram',
  'check',
  'lock',
  'mutate',
  'permissions',
  'reset',
  'scan',
  'screenshot',
  'dev',
  'start',
  // The steps of `workflow` run the commands above, or use GitHub's API.
  'workflow',
];

/** The actions that the deploy roles and the plan role may perform in other environments of the project, each with the reason. */
export const acrossEnvironments: Readonly<Record<string, string>> = {
  'ecr:BatchGetImage': 'npm run promote copies the image of another environment',
  'ecr:GetDownloadUrlForLayer': 'npm run promote copies the image of another environment',
  'ssm:GetParameterHistory':
    'npm run promote reads which image another environment runs. Previews are included, because IAM limits the size of a list',
};
