import { readFileSync } from 'node:fs';
import { commandActions } from '@eight-digit/aws-permissions';
import { accessName } from '../../../../stacks/preview';
import {
  completeBootstrap,
  completeEnvironments,
  completePreview,
  environmentsOf,
} from '../../../support/iam/all-roles';
import { type CommandRoles, commandRoles, withoutRoles } from '../../../support/iam/command-roles';
import { commandsIn, documentation, documentedCommands } from '../../../support/iam/documented-commands';
import { isAllowed } from '../../../support/iam/iam-evaluator';
import { statementsOf } from '../../../support/iam/role-policies';
import { synthesized } from '../../../support/stacks/synthesized';

const bootstrap = completeBootstrap();
/** The commands of the AWS CLI in the outputs and error messages of the stacks. */
const ofStacks = completeEnvironments.flatMap((changes) =>
  commandsIn(JSON.stringify(synthesized(changes)).replaceAll('\\n', ' ')),
);
const ofDocumentation = Object.values(documentation()).flatMap(commandsIn);
const named = [...new Set([...ofStacks, ...ofDocumentation])].sort();

const calls = environmentsOf([...completeEnvironments, completePreview]).flatMap((environment) => {
  const statements = statementsOf(bootstrap, `github_deploy_${accessName(environment)}`);
  const isAvailable = (command: string) =>
    (environment.compute.kind === 'ec2' || !/^(autoscaling|ecs) /.test(command)) &&
    (environment.profiles !== undefined || !command.startsWith('rds'));
  return Object.entries(documentedCommands)
    .filter(([command]) => isAvailable(command))
    .flatMap(([command, needs]) =>
      'calls' in needs ? needs.calls(environment).map((call) => ({ command, call })) : [],
    )
    .map((row) => ({ ...row, environment: environment.name, statements }));
});

describe('Command of the AWS CLI', () => {
  it.each(named)('aws %s has a row in the table of documented commands', (command) => {
    expect(Object.keys(documentedCommands)).toContain(command);
  });

  it.each(Object.keys(documentedCommands))(
    'aws %s in the table appears in the documentation or in a stack',
    (command) => {
      expect(named).toContain(command);
    },
  );

  it.each(calls)(
    'aws $command needs $call.action, and the deploy role of $environment allows it',
    ({ statements, call }) => {
      expect(isAllowed(statements, call)).toBe(true);
    },
  );
});

describe('Command of this repository', () => {
  const rows: [string, CommandRoles][] = Object.entries(commandRoles);
  const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const ofTools = Object.keys(scripts).filter((name) => /tools\/[\w-]+\.ts/.test(scripts[name] ?? ''));

  it.each(ofTools)(
    'npm run %s has a row in the table of roles, or is listed as a command that needs no role',
    (name) => {
      expect([...Object.keys(commandRoles), ...withoutRoles]).toContain(name);
    },
  );

  it.each(rows)(
    'npm run %s has its permissions tested in the suite that the table of roles names',
    (_name, { suite }) => {
      const text = readFileSync(`__tests__/${suite}`, 'utf8');
      const isEvaluated = (key: string) =>
        text.includes(`commandRoles.${key}`) || text.includes(`commandRoles['${key}']`);
      const sharing = rows.filter(([, row]) => row.suite === suite).map(([key]) => key);
      expect(sharing.some(isEvaluated) || text.includes('commandRoles[command]')).toBe(true);
    },
  );

  const ofOperators = rows.flatMap(([name, { operator = [] }]) => operator.map((action) => ({ name, action })));

  it.each(ofOperators)('npm run $name needs $action, and the documentation names this action', ({ action }) => {
    expect(Object.values(documentation()).some((text) => text.includes(action))).toBe(true);
  });

  it.each(['exec', 'psql'] as const)(
    'npm run %s needs exactly the actions that npm run permissions lists for it',
    (name) => {
      expect(new Set(commandActions(name))).toEqual(new Set(commandRoles[name].operator));
    },
  );

  it.each(rows.filter(([, { operator }]) => operator !== undefined))(
    'npm run %s cannot run with a role of the bootstrap, because every role lacks a needed action',
    (_name, { operator = [] }) => {
      const roles = Object.keys(bootstrap.resource.aws_iam_role ?? {});
      const actions = roles.map((role) => statementsOf(bootstrap, role).flatMap(({ Action = [] }) => Action));
      expect(actions.filter((own) => operator.every((action) => own.includes(action)))).toEqual([]);
    },
  );
});
