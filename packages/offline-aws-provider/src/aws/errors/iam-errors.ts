import { valuesAt } from '../../protocol/value';
import type { ErrorChecks } from './error-checks';

/**
 * The errors of IAM.
 *
 * Source: `Create` of `aws_iam_role_policies_exclusive` in the provider's code
 */
export const iamErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_iam_role_policies_exclusive: {
    write: (list, account) => {
      const existing = account.resources('aws_iam_role_policy').filter(({ role }) => role === list.role_name);
      const names = existing.map(({ name }) => name);
      const missing = valuesAt(list, 'policy_names').filter((name) => !names.includes(name));
      return missing.length > 0
        ? `ValidationError: the policy ${missing.join(', ')} has no document, because it is not yet a policy of ${list.role_name}.`
        : undefined;
    },
  },
};
