import { creationCalls } from '../../../support/iam/creation-calls';
import {
  arn,
  changes,
  ofDev,
  ofPlan,
  ofPreview,
  ofProd,
  ofRun,
  ofStaging,
  preview,
  region,
  state,
} from '../../../support/iam/fixture-roles';
import { type Call, isAllowed, type Statement } from '../../../support/iam/iam-evaluator';
import { policiesOf } from '../../../support/iam/role-policies';
import { complete } from '../../../support/stacks/fixture-bootstrap';
import { fixtureWith, threeTiers } from '../../../support/stacks/fixture-environment';
import { synthesized } from '../../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../../support/stacks/synthesized-bootstrap';

describe('Role', () => {
  it.each([
    ['plans', ofPlan],
    ['deploys staging', ofStaging],
    ['deploys prod', ofProd],
  ])('that %s has no wildcard in its allowed actions', (_role, statements) => {
    const allowed = statements.flatMap(({ Effect, Action = [] }) => (Effect === 'Allow' ? Action : []));
    expect(allowed.length).toBeGreaterThan(50);
    expect(allowed.filter((action) => action.includes('*'))).toEqual([]);
  });
});

describe('Resource with a name in its ARN', () => {
  const roles = { dev: ofDev, staging: ofStaging, prod: ofProd, preview: ofPreview };
  const settings = { dev: {}, staging: changes, prod: threeTiers, preview: { ...preview, table: undefined } };
  const rows = (Object.keys(roles) as (keyof typeof roles)[]).flatMap((owner) =>
    creationCalls(synthesized(settings[owner], complete)).map((row) => ({ ...row, owner })),
  );
  const creators = (call: Call) => Object.entries(roles).flatMap(([role, own]) => (isAllowed(own, call) ? [role] : []));

  it.each(rows)('can be created only by the deploy role of its environment: $name ($address)', ({ call, owner }) => {
    expect(creators(call)).toEqual([owner]);
  });
});

describe('DNS record', () => {
  const change = (type: string, names: string[]): Call => ({
    action: 'route53:ChangeResourceRecordSets',
    resource: 'arn:aws:route53:::hostedzone/Z1',
    context: {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': names,
      'route53:ChangeResourceRecordSetsRecordTypes': [type],
    },
  });

  it.each([
    ['may', 'A', 'the domain of the environment', ['app.b.example'], ofStaging],
    ['may', 'AAAA', 'the domain of the environment', ['app.b.example'], ofStaging],
    ['may not', 'MX', 'the domain of the environment', ['app.b.example'], ofStaging],
    ['may', 'CNAME', 'the validation of its certificate', ['_0123.app.b.example'], ofStaging],
    ['may not', 'TXT', 'the validation of its certificate', ['_0123.app.b.example'], ofStaging],
    ['may not', 'CNAME', 'a subdomain', ['www.app.b.example'], ofStaging],
    ['may not', 'CNAME', 'the validation of a subdomain', ['_0123.www.app.b.example'], ofStaging],
    ['may not', 'A', 'the zone itself', ['b.example'], ofStaging],
    ['may not', 'A', 'the domain and another one together', ['app.b.example', 'mail.b.example'], ofStaging],
    ['may not', 'A', 'a domain that the environment does not have', ['app.b.example'], ofDev],
  ])(
    'must belong to the environment: the deploy role %s change the %s record for %s, with the names %j',
    (verb, type, _what, names, statements) => {
      expect(isAllowed(statements, change(type, names))).toBe(verb === 'may');
    },
  );
});

describe('State in S3', () => {
  const [get, put, remove] = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];

  it.each<[string, Statement[], string, string, boolean]>([
    ['can be read by the plan role', ofPlan, get, 'dev.tfstate', true],
    ['cannot be written by the plan role', ofPlan, put, 'dev.tfstate', false],
    ['can be locked by the plan role', ofPlan, put, 'dev.tfstate.tflock', true],
    ['can be unlocked by the plan role', ofPlan, remove, 'dev.tfstate.tflock', true],
    ['the plan role cannot read the state of the bootstrap', ofPlan, get, 'bootstrap.tfstate', false],
    ['can be written by the deploy role of its environment', ofStaging, put, 'staging.tfstate', true],
    ['can be unlocked by the deploy role of its environment', ofStaging, remove, 'staging.tfstate.tflock', true],
    ['cannot be deleted by the deploy role of its environment', ofStaging, remove, 'staging.tfstate', false],
    ['cannot be read by the deploy role of another environment', ofStaging, get, 'dev.tfstate', false],
    ['a deploy role cannot write the state of the bootstrap', ofStaging, put, 'bootstrap.tfstate', false],
    ['cannot be read by a run role of Terraform Cloud', ofRun, get, 'staging.tfstate', false],
  ])('is accessible only to the roles that need it: %s', (_what, statements, action, object, expected) => {
    expect(isAllowed(statements, { action, resource: state(object) })).toBe(expected);
  });

  it('is accessible to the deploy role even in a bucket that the bootstrap does not create', () => {
    const elsewhere = fixtureWith({ state: { kind: 's3', bucket: 'older-bucket', region } });
    const { inline } = policiesOf(synthesizedBootstrap(complete, [elsewhere]), 'github_deploy_dev');
    expect(inline.join()).toContain('arn:aws:s3:::older-bucket/eight-digit/dev.tfstate');
  });
});

describe('Image of staging', () => {
  const push: Call = { action: 'ecr:PutImage', resource: arn('ecr', 'repository/eight-digit-staging-app') };

  it.each([
    ['can be pushed by the deploy role of staging', ofStaging, true],
    ['cannot be pushed by the deploy role of dev', ofDev, false],
    ['cannot be pushed by the plan role', ofPlan, false],
    ['cannot be pushed by a run role of Terraform Cloud', ofRun, false],
  ])('can be pushed only by the deploy role of staging: %s', (_what, statements, expected) => {
    expect(isAllowed(statements, push)).toBe(expected);
  });
});

describe('App log', () => {
  const read = (name: string): Call => ({
    action: 'logs:FilterLogEvents',
    resource: arn('logs', `log-group:/ecs/eight-digit-${name}:*`),
  });

  it.each([
    ['can be read by the deploy role of its environment', ofStaging, 'staging', true],
    ['cannot be read by the deploy role of another environment', ofStaging, 'dev', false],
    ['cannot be read by a run role of Terraform Cloud', ofRun, 'staging', false],
  ])('can be read only by the deploy role of its environment: %s', (_what, statements, name, expected) => {
    expect(isAllowed(statements, read(name))).toBe(expected);
  });
});
