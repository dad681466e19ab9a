/** The kinds of role that the bootstrap creates. Each environment has its own `deploy` role; the others are shared by several environments. */
export type RoleKind = 'deploy' | 'plan' | 'preview';

/** The roles that run a command, and the suite that records the calls of the command. */
export interface CommandRoles {
  /** The roles that may run it. Roles of Terraform Cloud run only Terraform, whose calls `provider-calls.ts` lists. */
  readonly roles: readonly RoleKind[];
  /** The permissions that no role has, because a person runs the command. docs/operations.md or docs/variables.md lists them. @default none */
  readonly operator?: readonly string[];
  /** The suite that evaluates the recorded calls. */
  readonly suite: string;
}

const deploy: CommandRoles = { roles: ['deploy', 'preview'], suite: 'tools/deploy.test.ts' };
const plan: CommandRoles = { roles: ['plan', 'deploy', 'preview'], suite: 'e2e/state-s3.test.ts' };
const destroy: CommandRoles = { roles: ['deploy', 'preview'], suite: 'tools/destroy.test.ts' };

/** Every command that uses AWS, as in `npm run deploy`. */
export const commandRoles = {
  deploy,
  'deploy --plan': { roles: ['plan', 'deploy'], suite: 'workflows/deploy-with-terraform.test.ts' },
  'deploy --plan-from': { roles: ['deploy'], suite: 'workflows/deploy-with-terraform.test.ts' },
  destroy,
  doctor: deploy,
  // It calls only Terraform, as `plan` does.
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
  // It lists resources by their tags, as `destroy` does.
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
    // Only for parameters under the path of the environment.
    roles: ['deploy', 'preview'],
    operator: ['secretsmanager:GetSecretValue', 'secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue'],
    suite: 'tools/preflight/app-secrets.test.ts',
  },
  status: deploy,
  unpark: deploy,
} as const satisfies Readonly<Record<string, CommandRoles>>;

export type CommandName = keyof typeof commandRoles;

/** The commands that use no role: they work without AWS, or reach it only through other commands. */
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
  // Its steps run the commands above, or call GitHub.
  'workflow',
];

/** The actions that the deploy roles and the plan role may also call in other environments of the project, with the reason. */
export const acrossEnvironments: Readonly<Record<string, string>> = {
  'ecr:BatchGetImage': 'npm run promote copies the image of another environment',
  'ecr:GetDownloadUrlForLayer': 'npm run promote copies the image of another environment',
  'ssm:GetParameterHistory':
    'npm run promote reads which image another environment runs. Previews are included, because IAM limits the size of a list',
};
