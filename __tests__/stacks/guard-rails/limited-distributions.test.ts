import { TerraformResource } from 'cdktf';
import { type EmptyStack, violations } from '../../support/stacks/violations';

describe('allowFrom with CloudFront', () => {
  const define = (hasWebAcl: boolean, rule: object) => (stack: EmptyStack) => {
    const add = (type: string, id: string, attributes: Record<string, unknown>) => {
      const block = new TerraformResource(stack, id, { terraformResourceType: type });
      for (const [name, value] of Object.entries(attributes)) block.addOverride(name, value);
    };
    add('aws_wafv2_web_acl', 'acl', { rule: [rule] });
    add('aws_cloudfront_distribution', 'cdn', hasWebAcl ? { web_acl_id: `\${aws_wafv2_web_acl.acl.arn}` } : {});
  };
  const limit = { statement: { not_statement: { statement: [{ ip_set_reference_statement: { arn: 'arn' } }] } } };

  it.each([
    ['accepts a web ACL that checks addresses', true, limit, 0],
    ['rejects a distribution without a web ACL', false, limit, 1],
    ['rejects a web ACL that does not check addresses', true, { statement: {} }, 1],
  ])('requires a web ACL that checks addresses: %s', (_what, hasWebAcl, rule, count) => {
    const about = (list: readonly string[]) => list.filter((line) => line.includes('serves every network'));
    expect(about(violations(define(hasWebAcl, rule), 'destroy', ['203.0.113.0/24']))).toHaveLength(count);
    expect(about(violations(define(hasWebAcl, rule)))).toEqual([]);
  });
});
