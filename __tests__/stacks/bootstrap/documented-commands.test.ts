import { commands, commandsIn, documentation } from '../../support/iam/documented-commands';
import { environmentsOf, everyBootstrap, everyEnvironment } from '../../support/iam/every-role';
import { isAllowed } from '../../support/iam/iam';
import { statementsOf } from '../../support/iam/role-policies';
import { synthesized } from '../../support/stacks/synthesized';

const bootstrap = everyBootstrap();
/** Outputs, and messages of what a plan refuses. */
const ofStacks = everyEnvironment.flatMap((changes) =>
  commandsIn(JSON.stringify(synthesized(changes)).replaceAll('\\n', ' ')),
);
const ofDocumentation = Object.values(documentation()).flatMap(commandsIn);
const named = [...new Set([...ofStacks, ...ofDocumentation])].sort();

const calls = environmentsOf(everyEnvironment).flatMap((environment) => {
  const statements = statementsOf(bootstrap, `github_deploy_${environment.name}`);
  const isThere = (command: string) =>
    (environment.compute.kind === 'ec2' || !/^(autoscaling|ecs) /.test(command)) &&
    (environment.profiles !== undefined || !command.startsWith('rds'));
  return Object.entries(commands)
    .filter(([command]) => isThere(command))
    .flatMap(([command, needs]) =>
      'calls' in needs ? needs.calls(environment).map((call) => ({ command, call })) : [],
    )
    .map((row) => ({ ...row, environment: environment.name, statements }));
});

describe('A command of the AWS CLI', () => {
  it.each(named)('aws %s has its permissions or its reason in the table', (command) => {
    expect(Object.keys(commands)).toContain(command);
  });

  it.each(Object.keys(commands))('aws %s of the table is named somewhere', (command) => {
    expect(named).toContain(command);
  });

  it.each(calls)(
    'aws $command needs $call.action, which the deploy role of $environment has',
    ({ statements, call }) => {
      expect(isAllowed(statements, call)).toBe(true);
    },
  );
});
