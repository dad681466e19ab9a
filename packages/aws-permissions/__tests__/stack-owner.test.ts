import { StackOwner } from '../src/index';
import { documentWith } from './support/document';

describe('StackOwner', () => {
  it('has the project, the name and the region of the provider', () => {
    const { project, name, prefix, region, isPattern } = StackOwner.of(documentWith({}));
    expect([project, name, prefix, region, isPattern]).toEqual(['shop', 'dev', 'shop-dev', 'eu-central-1', false]);
  });

  it.each([
    ['a provider', {}],
    ['default tags', { provider: { aws: [{ region: 'eu-central-1' }] } }],
  ])('rejects a stack without %s', (_what, document) => {
    expect(() => StackOwner.of(document)).toThrow('region and the default tags Project and Environment');
  });

  it.each([
    ['the option', { accountId: '111111111111' }, '111111111111'],
    ['the stack', {}, '222222222222'],
  ])('has the account of %s', (_what, options, expected) => {
    const tags = { Project: 'shop', Environment: 'dev' };
    const aws = [{ region: 'eu-central-1', allowed_account_ids: ['222222222222'], default_tags: [{ tags }] }];
    expect(StackOwner.of({ provider: { aws } }, options).accountId).toBe(expected);
  });

  it('has a placeholder for an unknown account', () => {
    expect(StackOwner.of(documentWith({})).accountId).toBe('ACCOUNT_ID');
  });

  it('has the boundary of the roles in the stack', () => {
    const owner = StackOwner.of(documentWith({ aws_iam_role: { app: { permissions_boundary: 'arn:boundary' } } }));
    expect(owner.boundaryArn).toBe('arn:boundary');
  });

  it('replaces references to the account in names, and omits names that are known only after an apply', () => {
    const bucket = {
      a: { bucket: `logs-\${data.aws_caller_identity.current.account_id}` },
      b: { bucket: `\${var.x}` },
    };
    const owner = StackOwner.of(documentWith({ aws_s3_bucket: bucket }), { accountId: '123456789012' });
    expect(owner.values('aws_s3_bucket', 'bucket')).toEqual(['logs-123456789012']);
  });

  it('compares the tags of previews with a pattern', () => {
    const tags = { Project: 'shop', Environment: 'preview*' };
    const owner = StackOwner.of({ provider: { aws: [{ region: 'eu-central-1', default_tags: [{ tags }] }] } });
    expect(owner.tags('Resource')).toEqual({
      StringEquals: { 'aws:ResourceTag/Project': 'shop' },
      StringLike: { 'aws:ResourceTag/Environment': 'preview*' },
    });
  });
});
