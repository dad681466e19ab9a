import { arn, ofPlan, ofRunPlan, region, state } from '../../../support/iam/fixture-roles';
import { isAllowed, type Statement } from '../../../support/iam/iam-evaluator';

describe('Plan role', () => {
  const reads = /:(BatchGet|Describe|Get|List)/;

  it('may write only the lock files of states', () => {
    const allowed = ofPlan.filter(({ Effect }) => Effect === 'Allow');
    const changing = allowed.filter(({ Action }) => ![Action ?? []].flat().every((action) => reads.test(action)));
    expect(changing.flatMap(({ Resource }) => Resource)).toEqual([
      state('dev.tfstate.tflock'),
      state('staging.tfstate.tflock'),
    ]);
  });

  it.each([
    ['GitHub', ofPlan],
    ['Terraform Cloud', ofRunPlan],
  ])('for %s, may call ssm:GetParameter for a secret of the app, but cannot decrypt the value', (_which, allowed) => {
    const parameter = { action: 'ssm:GetParameter', resource: arn('ssm', 'parameter/api-key') };
    expect(isAllowed(allowed, parameter)).toBe(true);
    // The key policy of the AWS managed key allows kms:Decrypt, unless a policy of the caller denies the call.
    const keyPolicy: Statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
    const context = { 'kms:ViaService': `ssm.${region}.amazonaws.com` };
    const decryption = { action: 'kms:Decrypt', resource: arn('kms', 'key/1'), context };
    expect([[keyPolicy], [keyPolicy, ...allowed]].map((all) => isAllowed(all, decryption))).toEqual([true, false]);
  });

  it('for Terraform Cloud, may call only read-only actions', () => {
    expect(
      ofRunPlan
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action)
        .filter((action) => !reads.test(String(action))),
    ).toEqual([]);
  });

  it('for Terraform Cloud, can read only its own environment, and no state', () => {
    const pair = (action: string, resource: string) => ({ action, resource });
    const own = pair('ecr:DescribeRepositories', arn('ecr', 'repository/eight-digit-staging-app'));
    const ofAnother = pair('ecr:DescribeRepositories', arn('ecr', 'repository/eight-digit-dev-app'));
    const ownState = pair('s3:GetObject', state('staging.tfstate'));
    expect([own, ofAnother, ownState].map((call) => isAllowed(ofRunPlan, call))).toEqual([true, false, false]);
  });

  it.each([
    ['dynamodb:GetItem', arn('dynamodb', 'table/eight-digit-staging-entries')],
    ['dynamodb:Query', arn('dynamodb', 'table/eight-digit-staging-entries')],
    ['dynamodb:Scan', arn('dynamodb', 'table/eight-digit-staging-entries')],
    ['kms:Decrypt', arn('kms', 'key/1')],
    ['logs:FilterLogEvents', arn('logs', 'log-group:/ecs/eight-digit-staging:*')],
    ['logs:GetLogEvents', arn('logs', 'log-group:/ecs/eight-digit-staging:log-stream:app')],
    ['s3:GetObject', 'arn:aws:s3:::eight-digit-staging-access-logs-1/AWSLogs/1'],
    ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:any')],
    ['ssm:GetParameter', arn('ssm', 'parameter/another/secret')],
    ['ssm:GetParameter', arn('ssm', 'parameter/eight-digit/staging/api-key')],
    ['ssm:GetParametersByPath', arn('ssm', 'parameter/eight-digit/staging')],
  ])('cannot read data with %s on %s', (action, resource) => {
    expect(isAllowed(ofPlan, { action, resource })).toBe(false);
  });

  it('can read which images ran before', () => {
    const call = {
      action: 'ssm:GetParameterHistory',
      resource: arn('ssm', 'parameter/eight-digit/staging/deployed/image'),
    };
    expect(isAllowed(ofPlan, call)).toBe(true);
  });

  it.each([
    ['can', 'alias/aws/dynamodb'],
    ['cannot', 'alias/another'],
  ])('can describe only the KMS key for DynamoDB: %s describe the key with the alias %s', (verb, alias) => {
    const context = { 'kms:RequestAlias': alias };
    const call = { action: 'kms:DescribeKey', resource: arn('kms', 'key/1'), context };
    expect(isAllowed(ofPlan, call)).toBe(verb === 'can');
  });
});
