import { allowedBy } from './policy-documents';
import type { Rule } from './rule';

/** An action, or all that describe or list something of one service: those show no data, and their number grows. */
const named = /^[a-z0-9-]+:([a-z0-9]+|(describe|list)[a-z0-9]*\*)$/i;

/** Policies allow actions by their names: neither all, nor all but some, nor what an expression or a wildcard makes of them. */
export const policyActions: Rule = (configuration) =>
  allowedBy(configuration).flatMap(({ block, actions, notActions }) => {
    const unnamed = actions.find((action) => !named.test(action));
    const allowed = notActions.length > 0 ? `everything but ${notActions.join(', ')}` : unnamed;
    if (allowed === undefined) return [];
    const message = `This policy allows ${allowed}. Name the actions that are needed, for example s3:GetObject; only after Describe and List may a * stand.`;
    return [{ block, message }];
  });
