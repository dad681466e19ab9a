import { accessName } from '../../../stacks/preview';
import { completeBootstrap, completeEnvironments, completePreview, environmentsOf } from '../../support/iam/all-roles';
import { commandsIn, documentation, documentedCommands } from '../../support/iam/documented-commands';
import { isAllowed } from '../../support/iam/iam-evaluator';
import { statementsOf } from '../../support/iam/role-policies';
import { synthesized } from '../../support/stacks/synthesized';

const bootstrap = completeBootstrap();
/** The commands in outputs and error messages. */
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
  it.each(named)('aws %s is in the table, with its calls or a reason', (command) => {
    expect(Object.keys(documentedCommands)).toContain(command);
  });

  it.each(Object.keys(documentedCommands))('aws %s of the table is in the documentation or in a stack', (command) => {
    expect(named).toContain(command);
  });

  it.each(calls)(
    'aws $command needs $call.action, which the deploy role of $environment has',
    ({ statements, call }) => {
      expect(isAllowed(statements, call)).toBe(true);
    },
  );
});
