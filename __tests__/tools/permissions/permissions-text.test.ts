import { explain, StackOwner } from '@eight-digit/aws-permissions';
import { createPermissionsCommand, parsePermissionsArguments } from '../../../tools/permissions/permissions-arguments';
import { permissionsReport, wholeLife } from '../../../tools/permissions/permissions-report';
import { formatExplanation, formatPermissions } from '../../../tools/permissions/permissions-text';
import { account } from '../../support/iam/role-policies';
import { synthesized } from '../../support/stacks/synthesized';

const parse = (...words: string[]) => parsePermissionsArguments(createPermissionsCommand(), words, {});

describe('Arguments of npm run permissions', () => {
  it('are an environment and an optional command', () => {
    expect(parse('dev')).toEqual({ environment: 'dev', json: false, docs: false });
    expect(parse('dev', 'status', '--json', '--account', account)).toMatchObject({
      command: 'status',
      json: true,
      account,
    });
  });

  it.each([
    [['dev', 'start'], /^"start" is not a command whose permissions can be printed\. Use one of: deploy, destroy, /],
    [['dev', '--explain', 'CreateVpc'], /^--explain is "CreateVpc", which is not an IAM action\. .* ec2:CreateVpc$/],
    [['dev', '--account', '123'], /^--account is "123", but an account number has 12 digits: /],
  ])('are rejected if they are %j', (words, message) => {
    expect(() => parse(...words)).toThrow(message);
  });
});

describe('Text of permissions', () => {
  const text = formatPermissions(
    permissionsReport({ environment: 'dev', document: synthesized({}), commands: wholeLife }),
  );

  it('begins with the numbers of actions and policies', () => {
    expect(text).toMatch(
      /^dev: least-privilege permissions for npm run deploy and npm run destroy: \d{3} actions, \d policies\n\nread\+secrets \(\d{4} char/,
    );
  });

  it('lists the allowed actions with their resources and conditions', () => {
    expect(text).toContain(
      '\n  Allow ec2: CreateVpc\n    on ec2 vpc/*\n    if aws:RequestTag/Project StringEquals eight-digit\n    if aws:RequestTag/Environment StringEquals dev\n',
    );
  });

  it('ends with a link to the instructions for attaching the policies, and notes about the boundary and the account', () => {
    expect(text).toMatch(
      /To attach them to a role of your own: docs\/permissions\.md#attach-the-policies-to-a-role\n\nNote: The roles have no permissions boundary, [\s\S]*\n\nNote: Replace ACCOUNT_ID with the ID of your AWS account, /,
    );
  });

  it('has no line over 120 characters, except for single long words', () => {
    const long = text.split('\n').filter((line) => line.length > 120);
    expect(long.filter((line) => line.trim().includes(' '))).toEqual([]);
  });
});

describe('Explanation of an action', () => {
  const owner = StackOwner.fromDocument(synthesized({}), { accountId: account });
  const explained = (action: string) => {
    const explanation = explain(owner, action);
    return explanation && formatExplanation('dev', explanation);
  };

  it('names the resources that need the action, whatever the case of the typed action', () => {
    expect(explained('ec2:createvpc')).toMatch(/^ec2:CreateVpc in dev\n {2}Resources that need it: aws_vpc\.network\n/);
  });

  it('names the resource types that will need the action if a change of settings adds or removes them', () => {
    expect(explained('elasticloadbalancing:DeleteLoadBalancer')).toContain(
      'Needed later, if a change to the settings of dev adds or removes: aws_lb\n',
    );
  });

  it('names the commands that call the action', () => {
    expect(explained('logs:FilterLogEvents')).toContain('Commands that call it: logs\n');
  });

  it('names the statements that deny the action', () => {
    expect(explained('iam:DeletePolicy')).toContain(
      'Deny iam: DeletePolicy\n    on iam policy/eight-digit-bootstrap-*',
    );
    expect(explained('dynamodb:DeleteTable')).toContain(
      'Deny dynamodb: DeleteTable\n    on *\n    if aws:ResourceTag/Project StringLike eight-digit-dev, eight-digit-dev-*',
    );
  });

  it('is undefined for an action that no resource and no command needs', () => {
    expect(explained('ec2:CreateVpcs')).toBeUndefined();
  });
});
