import { allowStatements } from './policy-documents';
import type { Rule } from './rule';

/**
 * Matches a single action, or a wildcard after `Describe` or `List`. Actions with these prefixes return only metadata, and AWS adds new
 * ones over time.
 */
const named = /^[a-z0-9-]+:([a-z0-9]+|(describe|list)[a-z0-9]*\*)$/i;

/** Requires that policies name each action that they allow, without wildcards, without `NotAction` and without Terraform expressions. */
export const policyActions: Rule = (configuration) =>
  allowStatements(configuration).flatMap(({ block, actions, notActions }) => {
    const unnamed = actions.find((action) => !named.test(action));
    const allowed = notActions.length > 0 ? `everything except ${notActions.join(', ')}` : unnamed;
    if (allowed === undefined) return [];
    const message = `This policy allows ${allowed}. Name the actions that are needed, for example s3:GetObject. A * is allowed only after Describe and List.`;
    return [{ block, message }];
  });
