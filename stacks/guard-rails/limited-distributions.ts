import { type Rule, ruleFor } from './rule';

/** Requires, if the environment has `allowFrom`, that every CloudFront distribution has a web ACL that checks the address of the client. */
export const limitedDistributions: Rule = (configuration, settings) => {
  if (settings.allowFrom === undefined) return [];
  const isChecked = configuration
    .resourcesOf('aws_wafv2_web_acl')
    .some(({ attributes }) => JSON.stringify(attributes.rule ?? null).includes('"ip_set_reference_statement"'));
  const withoutLimit = ruleFor(['aws_cloudfront_distribution'], ({ attributes }) =>
    isChecked && attributes.web_acl_id !== undefined
      ? undefined
      : 'The environment has ingress.allowFrom, but this distribution serves every network. Set webAclId to a web ACL with a rule that blocks all other networks.',
  );
  return withoutLimit(configuration, settings);
};
