/**
 * The kinds of role that the bootstrap creates. Each environment has its own `deploy` role. Several environments share a `plan` or
 * `preview` role.
 */
export type RoleKind = 'deploy' | 'plan' | 'preview';

/** The roles that may run a command, and the suite that records its calls. */
export interface CommandRoles {
  /**
   * The roles that may run the command. Roles of Terraform Cloud are not listed: they run only Terraform, whose calls `provider-calls.ts`
   * lists.
   */
  readonly roles: readonly RoleKind[];
  /**
   * The permissions that the command needs but that no role has, so a person needs them. They are listed in docs/operations.md or
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
  // `drift` only runs Terraform, as `plan` does.
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
  // `preview --list` finds resources by their tags, as `destroy` does.
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
    // These roles may only write parameters under the path of the environment.
    roles: ['deploy', 'preview'],
    operator: ['secretsmanager:GetSecretValue', 'secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue'],
    suite: 'tools/preflight/app-secrets.test.ts',
  },
  status: deploy,
  unpark: deploy,
} as const satisfies Readonly<Record<string, CommandRoles>>;

export type CommandName = keyof typeof commandRoles;

/** The commands that do not use AWS themselves: they work without AWS, or run other commands. */
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
  // The steps of `workflow` run the commands above, or call GitHub.
  'workflow',
];

/** The actions that the deploy roles and the plan role may call on other environments of the project, each with the reason. */
export const acrossEnvironments: Readonly<Record<string, string>> = {
  'ecr:BatchGetImage': 'npm run promote copies the image of another environment',
  'ecr:GetDownloadUrlForLayer': 'npm run promote copies the image of another environment',
  'ssm:GetParameterHistory':
    'npm run promote reads which image another environment runs. Previews are included, because IAM limits the size of a list',
};
