import { StackOwner } from '../src/index';
import { documentWith } from './support/document';

describe('StackOwner', () => {
  it('reads the project, the name and the region from the provider configuration', () => {
    const { project, name, prefix, region, isPattern } = StackOwner.fromDocument(documentWith({}));
    expect([project, name, prefix, region, isPattern]).toEqual(['shop', 'dev', 'shop-dev', 'eu-central-1', false]);
  });

  it.each([
    ['a provider', {}],
    ['default tags', { provider: { aws: [{ region: 'eu-central-1' }] } }],
  ])('throws an error for a stack without %s', (_what, document) => {
    expect(() => StackOwner.fromDocument(document)).toThrow('region and the default tags Project and Environment');
  });

  it.each([
    ['the option accountId', { accountId: '111111111111' }, '111111111111'],
    ['the provider configuration', {}, '222222222222'],
  ])('takes the account id from %s', (_what, options, expected) => {
    const tags = { Project: 'shop', Environment: 'dev' };
    const aws = [{ region: 'eu-central-1', allowed_account_ids: ['222222222222'], default_tags: [{ tags }] }];
    expect(StackOwner.fromDocument({ provider: { aws } }, options).accountId).toBe(expected);
  });

  it('uses the placeholder ACCOUNT_ID if the account is unknown', () => {
    expect(StackOwner.fromDocument(documentWith({})).accountId).toBe('ACCOUNT_ID');
  });

  it('takes the permissions boundary from the roles in the stack', () => {
    const owner = StackOwner.fromDocument(
      documentWith({ aws_iam_role: { app: { permissions_boundary: 'arn:boundary' } } }),
    );
    expect(owner.boundaryArn).toBe('arn:boundary');
  });

  it('resolves references to the account id in names, and omits names that are known only after an apply', () => {
    const bucket = {
      a: { bucket: `logs-\${data.aws_caller_identity.current.account_id}` },
      b: { bucket: `\${var.x}` },
    };
    const owner = StackOwner.fromDocument(documentWith({ aws_s3_bucket: bucket }), { accountId: '123456789012' });
    expect(owner.values('aws_s3_bucket', 'bucket')).toEqual(['logs-123456789012']);
  });

  it('returns a condition with a pattern that matches the tags of all previews', () => {
    const tags = { Project: 'shop', Environment: 'preview*' };
    const owner = StackOwner.fromDocument({
      provider: { aws: [{ region: 'eu-central-1', default_tags: [{ tags }] }] },
    });
    expect(owner.tags('Resource')).toEqual({
      StringEquals: { 'aws:ResourceTag/Project': 'shop' },
      StringLike: { 'aws:ResourceTag/Environment': 'preview*' },
    });
  });
});
